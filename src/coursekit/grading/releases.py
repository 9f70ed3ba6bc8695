"""What was handed out, release by release: so a hand-in made from an earlier one is known for what it is.

Kept in .coursekit/releases.json as fingerprints of checks and of answers as they were handed out; written when the
learner's package is made and when a class is graded.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from coursekit import files
from coursekit.errors import CourseError

_FILE = Path(".coursekit", "releases.json")


@dataclass(frozen=True)
class Release:
    """One release of an assignment: the fingerprint of each check and each unanswered answer cell, by id."""

    checks: dict[str, str]
    answers: dict[str, str]


def of(released: NotebookNode) -> Release:
    """The release that a released notebook is."""
    checks, answers = {}, {}
    for cell in released.cells:
        graded = cell.metadata.get("nbgrader", {})
        if graded.get("solution"):
            answers[cell.id] = fingerprint(cell.source)
        elif graded.get("grade"):
            checks[cell.id] = fingerprint(cell.source)
    return Release(checks, answers)


def fingerprint(source: str) -> str:
    """What tells the text of a cell from another one; blanks around it do not count."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:16]


def note(root: Path, slug: str, released: NotebookNode) -> None:
    """Remember that this was handed out; nothing is written where it is known."""
    noted, now = _read(root), vars(of(released))
    if now not in noted.get(slug, []):
        noted.setdefault(slug, []).append(now)
        (root / _FILE).parent.mkdir(exist_ok=True)
        files.write_text(root / _FILE, json.dumps(noted, indent=1, sort_keys=True))


def earlier(root: Path, slug: str, released: NotebookNode) -> tuple[Release, ...]:
    """The releases of an assignment but this one, newest first."""
    known = [Release(**one) for one in reversed(_read(root).get(slug, []))]
    return tuple(one for one in known if one != of(released))


def _read(root: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        found: dict[str, list[dict[str, Any]]] = json.loads((root / _FILE).read_text(encoding="utf-8"))
        return found
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(f"{root / _FILE} is damaged (not valid JSON): restore it from a copy, or remove it") from None
