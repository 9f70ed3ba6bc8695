"""What stock nbgrader gave: minutes a lab, and the same each time, so it is kept in tests/stock/ under the content that
it came from. Changed content, or `--thorough`, has stock nbgrader grade again."""

import ast
import hashlib
import importlib.metadata
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat

from coursekit import files
from coursekit.classroom import Submission
from coursekit.manifest import Course, Lab
from grading_helpers import cell_scores

STOCK = Path(__file__).parent / "stock"
Scores = dict[tuple[str, str], tuple[float | None, float | None, bool]]


def stock_scores(real: Course, lab: Lab, submissions: Sequence[Submission], copy: Course, again: bool) -> Scores:
    """The scores that stock `nbgrader autograde` gives to what was handed in at `copy`, a course of the test's own."""
    kept = STOCK / f"{lab.slug}.json"
    key = _content(real, lab, submissions)
    if not again and kept.is_file():
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["content"] == key:
            return {(student, cell): tuple(score) for student, cell, score in found["scores"]}
    for command in (["generate_assignment", lab.slug, "--create", "--force"], ["autograde", lab.slug, "--create"]):
        subprocess.run(["nbgrader", *command], cwd=copy.root, check=True, capture_output=True)
    scores = cell_scores(copy)
    rows = ",\n".join(json.dumps([*names, score]) for names, score in sorted(scores.items()))
    STOCK.mkdir(exist_ok=True)
    files.write_text(kept, f'{{"content": "{key}", "scores": [\n{rows}\n]}}\n')
    return scores


def _content(real: Course, lab: Lab, submissions: Sequence[Submission]) -> str:
    """A fingerprint of all that stock nbgrader's scores come from: notebooks, data, bora, the pinned packages."""
    digest = hashlib.sha256()
    for part in _parts(real, lab, submissions):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _parts(real: Course, lab: Lab, submissions: Sequence[Submission]) -> Iterator[bytes]:
    yield importlib.metadata.version("nbgrader").encode()
    yield (real.root / "requirements.txt").read_bytes()
    for folder in (real.solution(lab).parent, real.release(lab).parent):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.read_bytes()
    cells = nbformat.read(real.solution(lab), as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    yield from (path.read_bytes() for path in sorted(_modules(real.root / "src", code)))
    for submission in submissions:
        yield submission.student.encode()
        yield submission.content


def _modules(src: Path, code: str) -> set[Path]:
    """The files of bora that code imports, and of what they import."""
    found: set[Path] = set()
    waiting = [code]
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            for name in names:
                path = src / f"{name.replace('.', '/')}.py"
                if name.startswith("bora.") and path.is_file() and path not in found:
                    found.add(path)
                    waiting.append(path.read_text(encoding="utf-8"))
    return found
