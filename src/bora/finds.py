"""MLOps in this very folder (lab 00): a search through its texts, and what is to be found there."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bora import ready

PLACES = ("*.txt", "*.toml", "Makefile", "README.md", "data/SHA256SUMS", "docs/*.md", "src/bora/*.py")
TABLE = "data/bora/applications.csv"
MOST = 12
"""So many lines a search prints at most."""


def search(words: str, root: Path = Path("..")) -> None:
    """Print the first lines of the course's texts that hold `words`, with file and number, and how many more there are.

    Where there is none, it says so.
    """
    lines = []
    for path in sorted(path for place in PLACES for path in root.glob(place)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if words.lower() in line.lower() and path.name != Path(__file__).name:
                lines.append(f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:90]}")
    print(*lines[:MOST] or ["Nothing found: try another word of the row."], sep="\n")
    if len(lines) > MOST:
        print(f"... and {len(lines) - MOST} more lines: add a character or a word.")


def wrong(found: Mapping[str, Any], root: Path = Path("..")) -> list[str]:
    """The keys of `found` whose value is not what the folder says."""
    right = {
        "formalised": ready.pins(root / "requirements.txt")["mlflow"],
        "automated": _target(root / "Makefile", "at each push"),
        "standardised": hashlib.sha256((root / TABLE).read_bytes()).hexdigest()[:8],
        "unified": "scoring_app",
    }
    said = {key: _bare(found.get(key)) for key in right}
    said["standardised"] = said["standardised"][:8]  # the whole fingerprint is as good
    return [key for key in right if said[key] != right[key]]


def all_right(found: Mapping[str, Any]) -> bool:
    """Whether each value is what the folder says; NotImplementedError where all are still `...`."""
    if all(value is ... for value in found.values()):
        raise NotImplementedError
    return not wrong(found)


def _bare(value: Any) -> str:
    """A find without what may stand around it: "make test", "mlflow==1.2.3", "src/bora/money.py"."""
    return str(value).strip().removeprefix("make ").rpartition("/")[2].removeprefix("mlflow==").removesuffix(".py")


def _target(makefile: Path, comment: str) -> str:
    """The target of a Makefile that stands below a comment with these words."""
    match = re.search(rf"^#.*{re.escape(comment)}.*\n([\w-]+):", makefile.read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""
