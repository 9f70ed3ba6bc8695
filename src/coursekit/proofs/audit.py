"""Does the finished learner's package hold anything of an answer? The stripper is not trusted, the package is searched.

Three nets. Canaries: the course is copied, a unique word is planted in every solution region, hidden check, written
answer and teacher's note, and everything is built and packed the usual way: what comes out otherwise than without
them is searched for those words in every encoding. Lines: no telling line of a solution or hidden check occurs in the
real package. Allow-lists: of files, of notebook and cell metadata, of outputs.
"""

import ast
import contextlib
import hashlib
import io
import json
import re
import shutil
import tempfile
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat

from coursekit import release, syntax
from coursekit.cell_ids import tag_of
from coursekit.errors import CourseError
from coursekit.manifest import Course, Lab
from coursekit.proofs.search import found_in
from coursekit.texts import build, notebooks, source
from coursekit.texts.source import BEGIN_SOLUTION, END_SOLUTION, Cell, Source

MIN_TOKENS = 8
"""A line of a solution with at least so many tokens is telling: it may not occur anywhere in the package."""

_FILES = re.compile(
    r"README\.md|LICENSE|Makefile|pyproject\.toml|requirements\.txt|package\.sha256|docs/(learn|take_it_with_you)\.md"
    r"|notebooks/(?P<lesson>\w+)\.ipynb|assignments/(?P<lab>\w+)/(?P=lab)\.ipynb|assignments/\w+/data/[\w.-]+\.(csv|json|txt)"
    r"|data/SHA256SUMS|data/(\w+/)?(README\.md|[\w.-]+\.(csv|json|txt))|src/(bora|coursekit)(/(desk|engine|grading|proofs|texts))?/\w+\.(py|mplstyle)"
    r"|src/coursekit/share/jupyter/kernels/coursekit-warm/kernel\.json"
    r"|src/bora/figures/\w+\.(py|svg|png)"
)
_NOTEBOOK_METADATA = {"kernelspec", "language_info"}
_LESSON_METADATA = {"slideshow", "tags"}
_ASSIGNMENT_METADATA = {"nbgrader", "deletable", "editable", "coursekit"}
_NBGRADER_METADATA = {
    "cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution", "task"
}  # fmt: skip
_CELL_KEYS = {"cell_type", "id", "metadata", "source", "outputs", "execution_count"}


def audit(course: Course) -> list[str]:
    """Everything wrong with the learner's package, one line each; an empty list means that nothing leaks."""
    package = release.files(course)
    findings = list(inspect(package))
    findings += [f"{name}: {why}" for name, why in search_lines(course, package)]
    findings += [f"{name}: holds the canary of {place}" for name, place in search_canaries(course)]
    return findings


def inspect(package: dict[str, bytes]) -> Iterator[str]:
    """Files and metadata that are not on the allow-lists, outputs where there may be none, marks left over."""
    for name, content in package.items():
        if not _FILES.fullmatch(name):
            yield f"{name}: a file of this kind does not belong into the package"
        elif name.endswith(".ipynb"):
            yield from (f"{name}: {problem}" for problem in _inspect_notebook(name, content))


def search_lines(course: Course, package: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Telling lines of solutions and hidden checks that stand in the package: (file, what was found).

    What its own author shows, in a hint or a check of some assignment, tells nothing.
    """
    labs = [lab for lab in course.labs if lab.has_assignment]
    texts = {lab: source.read(course.assignment_source(lab), "assignment") for lab in labs}
    given = "\n".join(_normal(line) for text in texts.values() for cell in text.cells for line in _open_lines(cell))
    for lab, text in texts.items():
        secret = {_normal(line) for cell in text.cells for line in _secret_lines(cell)}
        needles = {line.encode(): line for line in secret if _tokens(line) >= MIN_TOKENS and line not in given}
        for name, content in package.items():
            shown = _normal_text(name, content)
            for line in sorted(text for needle, text in needles.items() if needle in shown):
                yield name, f"holds a line of an answer or hidden check of {lab.slug}: {line!r}"


def search_canaries(
    course: Course, sabotage: Callable[[dict[str, bytes]], dict[str, bytes]] | None = None
) -> Iterator[tuple[str, str]]:
    """Plant canaries in a copy of the course, build and pack it, search the package: (file, what was planted where).

    `sabotage` may change the package before it is searched: that is how the audit itself is tested.
    """
    with tempfile.TemporaryDirectory() as folder:
        planted = Course(Path(folder), course.title, course.labs)
        for name in ("data", "src", "docs", "notebooks", "course"):
            shutil.copytree(course.root / name, planted.root / name, dirs_exist_ok=True)
        for path in course.root.iterdir():
            if path.is_file():
                shutil.copyfile(path, planted.root / path.name)
        canaries: dict[bytes, str] = {}
        for lab in course.labs:
            canaries |= _plant(planted, lab)
        # what is byte for byte as without canaries holds none
        unplanted = set(release.files(course).values())
        package = release.files(planted)
        if sabotage:
            package = sabotage(package)
        if not canaries:
            raise CourseError("no canary was planted: there is nothing to audit")
        for name, content in package.items():
            for canary in sorted(found_in(content, set(canaries)) if content not in unplanted else ()):
                yield name, canaries[canary]


def canary_for(place: str) -> str:
    """The word planted at `place`: unique, and the same every time."""
    return "canary" + hashlib.sha256(place.encode()).hexdigest()[:16]


# Planting


def _plant(course: Course, lab: Lab) -> dict[bytes, str]:
    """Put canaries into one lab's texts and build it without running anything; returns them with their places."""
    canaries: dict[bytes, str] = {}
    lesson_path, lesson_target = course.lesson_source(lab), course.lesson(lab)
    lesson = _planted_source(source.read(lesson_path, "lesson"), canaries)
    run = nbformat.read(lesson_target, as_version=4)
    fresh = notebooks.lesson(course, lab, lesson)
    fresh.metadata.language_info = run.metadata.language_info
    # the outputs of the real run stay: they are part of what is searched
    for cell, executed in zip(fresh.cells, run.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = executed.outputs, executed.execution_count
    build.write(fresh, lesson_target)
    if lab.has_assignment:
        assignment = _planted_source(source.read(course.assignment_source(lab), "assignment"), canaries)
        build.write_assignment(course, lab, notebooks.solution(course, lab, assignment))
    return canaries


def _planted_source(text: Source, canaries: dict[bytes, str]) -> Source:
    cells = []
    for cell in text.cells:
        place = f"{text.kind}s/{text.path.name} {cell.tag}:{cell.name or cell.line}"
        if cell.tag in ("answer", "hidden", "written", "teacher"):
            word = canary_for(place)
            canaries[word.encode()] = place
            cell = Cell(cell.cell_type, cell.tag, cell.name, cell.options, _planted(cell, word), cell.line)
        cells.append(cell)
    return Source(text.path, text.kind, tuple(cells))


def _planted(cell: Cell, word: str) -> str:
    """The cell with the canary in it: as a comment and as a literal in code, as text in markdown."""
    if cell.cell_type == "markdown":
        return f"{cell.source}\n\n{word}"
    if cell.tag == "hidden":
        return f"# {word}\n{cell.source}\nassert {word!r}"
    return re.sub(
        rf"^( *){BEGIN_SOLUTION}$",
        lambda match: f"{match[0]}\n{match[1]}# {word}\n{match[1]}_ = {word!r}",
        cell.source,
        flags=re.MULTILINE,
    )


# Lines


def _open_lines(cell: Cell) -> list[str]:
    """Lines that learners may see: given cells, checks, and what stands outside the solution regions."""
    if cell.tag in ("hidden", "written", "teacher"):
        return []
    if cell.tag == "answer":
        return _outside(cell.source.splitlines())
    return cell.source.splitlines()


def _secret_lines(cell: Cell) -> list[str]:
    if cell.tag == "hidden":
        return cell.source.splitlines()
    if cell.tag == "answer":
        return [line for line in cell.source.splitlines() if line not in _outside(cell.source.splitlines())]
    if cell.tag == "written":
        return [line for line in cell.source.splitlines() if line.strip()]
    return []


def _outside(lines: list[str]) -> list[str]:
    kept, inside = [], False
    for line in lines:
        inside = inside or line.strip() == BEGIN_SOLUTION
        if not inside:
            kept.append(line)
        inside = inside and line.strip() != END_SOLUTION
    return kept


def _normal(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _tokens(line: str) -> int:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return len(re.findall(r"\w+|[^\w\s]", line))
    return sum(bool(token.string.strip()) for token in tokens)


def _normal_text(name: str, content: bytes) -> bytes:
    if name.endswith(".ipynb"):
        with contextlib.suppress(ValueError):  # what is no notebook is searched as it is
            cells = json.loads(content).get("cells", [])
            content = "\n".join("".join(cell["source"]) for cell in cells).encode()
    return re.sub(rb"\s+", b"", content)


# Allow-lists


def _inspect_notebook(name: str, content: bytes) -> Iterator[str]:
    try:
        notebook = json.loads(content)
    except ValueError:
        yield "is not valid JSON"
        return
    if "cells" not in notebook:
        yield "is not a notebook"
        return
    graded = name.startswith("assignments/")
    allowed = _ASSIGNMENT_METADATA if graded else _LESSON_METADATA
    yield from _unknown("notebook metadata", notebook["metadata"], _NOTEBOOK_METADATA)
    yield from _unknown("notebook part", notebook, {"cells", "metadata", "nbformat", "nbformat_minor"})
    for cell in notebook["cells"]:
        where = f"cell {cell.get('id')}"
        yield from _unknown(f"{where}: part", cell, _CELL_KEYS)
        yield from _unknown(f"{where}: metadata", cell["metadata"], allowed)
        yield from _unknown(f"{where}: nbgrader metadata", cell["metadata"].get("nbgrader", {}), _NBGRADER_METADATA)
        yield from _unknown(f"{where}: coursekit metadata", cell["metadata"].get("coursekit", {}), {"names"})
        text = "".join(cell["source"])
        if graded and (cell.get("outputs") or cell.get("execution_count")):
            yield f"{where}: holds outputs or an execution count"
        if re.search(r"#+ *(BEGIN|END)\b", text, re.IGNORECASE):
            yield f"{where}: a marker was left over"
        if graded:
            yield from (f"{where}: {problem}" for problem in _not_stripped(cell, text))


def _not_stripped(cell: dict[str, Any], text: str) -> Iterator[str]:
    """A released answer must be a stub; a released hidden check must be nothing but its note."""
    tag = tag_of(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
    if tag == "hidden" and text.strip() != notebooks.HIDDEN_NOTE:
        yield "a hidden check was not removed"
    if tag == "written" and text.strip() != notebooks.WRITTEN_STUB:
        yield "a written answer was not removed"
    if tag == "answer":
        raised = [node for node in ast.walk(syntax.parse(text)) if isinstance(node, ast.Raise)]
        if not any("NotImplementedError" in ast.unparse(node) for node in raised):
            yield "an answer was not replaced by its stub"


def _unknown(what: str, found: dict[str, Any], allowed: set[str]) -> Iterator[str]:
    for key in sorted(set(found) - allowed):
        yield f"{what} {key!r} is not on the allow-list"
