"""Links between the files of the course: relative ones must lead somewhere, anchors included."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"")
_FOLDERS = ("docs", "notebooks", "assignments", "solutions", "data")


def broken(root: Path) -> Iterator[str]:
    """One line for each relative link that leads nowhere, in the markdown files and notebooks below `root`."""
    files = [*root.glob("*.md"), *(path for folder in _FOLDERS for path in (root / folder).rglob("*"))]
    for path in sorted(
        file for file in files if file.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in file.parts
    ):
        for link in _links(path):
            problem = _problem(path, link)
            if problem:
                yield f"{path.relative_to(root)}: the link {link!r} {problem}"


def _links(path: Path) -> Iterator[str]:
    for match in _LINK.finditer(re.sub(r"```.*?```|`[^`\n]*`", "", _prose(path), flags=re.DOTALL)):
        yield match[1] or match[2]


def _prose(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    cells = json.loads(text).get("cells", [])
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _problem(path: Path, link: str) -> str | None:
    if re.match(r"[a-z]+:", link):
        return None
    name, _, anchor = link.partition("#")
    target = (path.parent / unquote(name)).resolve() if name else path
    if not target.exists():
        return "leads nowhere"
    if anchor and target.suffix in (".md", ".ipynb") and anchor.lower() not in _anchors(target):
        return "names a heading that does not exist"
    return None


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
