"""Course texts: read a lesson or an assignment in percent format and tell its author what is wrong with it.

The grammar stands in CONTRIBUTING.md. Cell contents are read by jupytext; headers are read here, so that an error can
name file and line.
"""

import ast
import functools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from coursekit import syntax
from coursekit.cell_ids import CellId
from coursekit.errors import CourseError, SourceError

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"

_HEADER = re.compile(r"^# %%(?P<markdown> \[markdown\])?(?P<rest>(?: .*)?)$")
_TAG = re.compile(r"^(?P<tag>[a-z]+)(?::(?P<name>\S+))?$")
_NAME = re.compile(r"^(?P<exercise>[0-9]+\.[0-9]+)(?P<suffix>-[a-z0-9-]+)?$")
_MARKER = re.compile(r"#+\s*(BEGIN|END)\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """What a cell tag may do: where it stands, on which cell type, with a name or not, with which options."""

    kinds: tuple[str, ...]
    cell_type: str
    named: bool = False
    options: tuple[str, ...] = ()


TAGS = {
    "setup": Tag(("lesson",), "code"),
    "compare": Tag(("lesson",), "code"),
    "measured": Tag(("lesson",), "code"),
    "try": Tag(("lesson",), "code", named=True),
    "answer": Tag(("assignment",), "code", named=True, options=("names",)),
    "check": Tag(("assignment",), "code", named=True, options=("points",)),
    "hidden": Tag(("assignment",), "code", named=True, options=("points",)),
    "written": Tag(("assignment",), "markdown", named=True, options=("points",)),
    "teacher": Tag(("lesson", "assignment"), "markdown"),
}


@dataclass(frozen=True)
class Cell:
    """One cell of a course text. `tag` is "" for given text and code; `line` is where its header stands."""

    cell_type: str
    tag: str
    name: str
    options: dict[str, str]
    source: str
    line: int

    @property
    def exercise(self) -> str:
        """The exercise that a named cell belongs to, "1.2" for `check:1.2-units`; "" without a name."""
        return CellId.of(self.tag, self.name).exercise

    @property
    def points(self) -> float:
        return float(self.options.get("points", 0))

    @property
    def names(self) -> list[str]:
        """The contract names that an answer declares."""
        return [name.strip() for name in self.options.get("names", "").split(",") if name.strip()]


@dataclass(frozen=True)
class Source:
    """A course text: `kind` is "lesson" or "assignment"."""

    path: Path
    kind: str
    cells: tuple[Cell, ...]

    def tagged(self, *tags: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.tag in tags]

    def exercises(self) -> list[str]:
        """The numbers of the auto-graded exercises, in order: "1.1", "1.2", ..."""
        return [cell.exercise for cell in self.tagged("answer")]

    def checks(self, exercise: str) -> list[Cell]:
        return [cell for cell in self.tagged("check", "hidden") if cell.exercise == exercise]

    def statement(self, exercise: str) -> str:
        """The given prose of one exercise, from its heading to the next."""
        prose = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown" and not cell.tag)
        parts = re.split(r"^(?=## )", prose, flags=re.MULTILINE)
        return "".join(part for part in parts if part.startswith(f"## Exercise {exercise}:"))


def read(path: Path, kind: str) -> Source:
    """Read and validate a course text. Raises SourceError (file, line, what to mend) for the first thing wrong."""
    if not path.is_file():
        raise CourseError(f"{path} is missing: write it, or take the lab out of course/course.toml")
    return _parse(path, kind, path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _parse(path: Path, kind: str, text: str) -> Source:
    """The cells of a text; remembered, for several parts of a build or a check look at the same one."""
    headers = list(_headers(path, kind, text))
    contents = _contents(text)
    if not headers or len(contents) != len(headers):
        raise SourceError(path, 1, "the text must start with a cell header '# %%' and every cell must have one")
    cells = tuple(
        part
        for (line, cell_type, tag, name, options), content in zip(headers, contents, strict=True)
        for part in _parts(kind, Cell(cell_type, tag, name, options, str(content.source), line))
    )
    source = Source(path, kind, cells)
    for cell in cells:
        _validate_cell(source, cell)
    _validate_names(source)
    if kind == "assignment":
        _validate_exercises(source)
    return source


def _parts(kind: str, cell: Cell) -> list[Cell]:
    """A lesson's markdown cell in one piece a section, so that each section opens a slide of its own."""
    if kind != "lesson" or cell.cell_type != "markdown" or cell.tag:
        return [cell]
    pieces = re.split(r"\n+(?=## )", cell.source)
    lines = [cell.line + cell.source[: cell.source.index(piece)].count("\n") for piece in pieces]
    return [replace(cell, source=piece, line=line) for piece, line in zip(pieces, lines, strict=True)]


def loaded_names(code: str) -> set[str]:
    """The names that a piece of code uses without binding them itself."""
    tree = syntax.parse(_without_magic(code))
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - top_level_names(code)


def top_level_names(code: str) -> set[str]:
    """The names that a piece of code binds at its top level: functions, classes, assignments and imports."""
    found: set[str] = set()
    for node in syntax.parse(_without_magic(code)).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        else:
            found.update(
                leaf.id for leaf in ast.walk(node) if isinstance(leaf, ast.Name) and isinstance(leaf.ctx, ast.Store)
            )
    return found


def _without_magic(code: str) -> str:
    """The Python of a cell: where its first line is a magic such as `%%writefile`, that line is empty."""
    return re.sub(r"\A%%.*", "", code)


def _contents(text: str) -> list[NotebookNode]:
    """The cells of a text as jupytext reads them; only those who write a course have jupytext."""
    try:
        import jupytext
    except ImportError:
        raise CourseError("reading course texts needs jupytext: pip install -r requirements-dev.txt") from None
    return list(jupytext.reads(text, fmt="py:percent").cells)


def _headers(path: Path, kind: str, text: str) -> Iterator[tuple[int, str, str, str, dict[str, str]]]:
    for line, content in enumerate(text.splitlines(), start=1):
        match = _HEADER.match(content)
        if not match:
            continue
        cell_type = "markdown" if match["markdown"] else "code"
        try:
            words = shlex.split(match["rest"])
        except ValueError as error:
            raise SourceError(path, line, f"the cell header cannot be read ({error})") from None
        head, options = (words[0], words[1:]) if words else ("", [])
        tag, name = _read_tag(path, line, kind, cell_type, head) if head else ("", "")
        yield line, cell_type, tag, name, _read_options(path, line, tag, options)


def _read_tag(path: Path, line: int, kind: str, cell_type: str, word: str) -> tuple[str, str]:
    match = _TAG.match(word)
    known = [name for name, rule in TAGS.items() if kind in rule.kinds]
    if not match or match["tag"] not in known:
        raise SourceError(path, line, f"unknown tag {word!r}; the tags of {kind}s are {', '.join(known)}")
    rule, tag, name = TAGS[match["tag"]], match["tag"], match["name"] or ""
    if cell_type != rule.cell_type:
        raise SourceError(path, line, f"'{tag}' is a {rule.cell_type} cell; this one is {cell_type}")
    if rule.named and not _NAME.match(name):
        raise SourceError(path, line, f"'{tag}' needs an exercise number, as in {tag}:1.2 or {tag}:1.2-suffix")
    if tag in ("answer", "written") and "-" in name:
        raise SourceError(path, line, f"an exercise has one {tag}: '{tag}:{name}' takes no suffix")
    if name and not rule.named:
        raise SourceError(path, line, f"'{tag}' takes no name")
    return tag, name


def _read_options(path: Path, line: int, tag: str, words: list[str]) -> dict[str, str]:
    needed = TAGS[tag].options if tag else ()
    options = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in needed:
            raise SourceError(path, line, f"{word!r} is not an option of {tag or 'a cell without a tag'}")
        options[key] = value
    for key in needed:
        if not options.get(key):
            raise SourceError(path, line, f"'{tag}' needs {key}=...")
    if "points" in options and not re.fullmatch(r"[0-9]+(\.5)?", options["points"]):
        raise SourceError(path, line, f"points={options['points']}: whole or half points are expected")
    return options


def _validate_cell(source: Source, cell: Cell) -> None:
    path, line = source.path, cell.line
    if not cell.source.strip():
        raise SourceError(path, line, "the cell is empty")
    if "](attachment:" in cell.source:
        raise SourceError(path, line, "attachments are not allowed: they can carry an answer unseen")
    markers = [found.group().rstrip() for found in _MARKER.finditer(cell.source)]
    wrong = [found for found in markers if found not in (BEGIN_SOLUTION, END_SOLUTION)]
    if wrong:
        raise SourceError(
            path, line, f"{wrong[0]!r} is not a marker; there are only {BEGIN_SOLUTION} and {END_SOLUTION}"
        )
    if cell.tag == "answer":
        if not markers or markers != [BEGIN_SOLUTION, END_SOLUTION] * (len(markers) // 2):
            raise SourceError(path, line, f"an answer needs {BEGIN_SOLUTION} and {END_SOLUTION}, in turn")
    elif markers:
        raise SourceError(path, line, f"{markers[0]!r} stands outside an answer cell")
    if cell.cell_type == "code":
        _validate_code(source, cell)


def _validate_code(source: Source, cell: Cell) -> None:
    try:
        names = top_level_names(cell.source)
    except SyntaxError as error:
        raise SourceError(source.path, cell.line + (error.lineno or 1), f"not valid Python: {error.msg}") from None
    if cell.tag == "answer":
        absent = [name for name in cell.names if name not in names]
        if absent:
            raise SourceError(source.path, cell.line, f"the answer declares {absent[0]!r} but does not define it")


def _validate_names(source: Source) -> None:
    seen: dict[tuple[str, str], int] = {}
    for cell in source.cells:
        if not cell.name:
            continue
        key = (cell.tag, cell.name)
        if key in seen:
            raise SourceError(source.path, cell.line, f"{cell.tag}:{cell.name} stands already in line {seen[key]}")
        seen[key] = cell.line


def _validate_exercises(source: Source) -> None:
    answers = {cell.exercise: cell for cell in source.tagged("answer")}
    for cell in source.tagged("check", "hidden"):
        if cell.exercise not in answers or answers[cell.exercise].line > cell.line:
            raise SourceError(source.path, cell.line, f"{cell.tag}:{cell.name} has no answer:{cell.exercise} above it")
    for exercise, answer in answers.items():
        kinds = {cell.tag for cell in source.checks(exercise)}
        if kinds != {"check", "hidden"}:
            raise SourceError(source.path, answer.line, f"exercise {exercise} needs a check and a hidden check")
        others = {name for other in answers.values() if other is not answer for name in other.names}
        doubled = others.intersection(answer.names)
        if doubled:
            raise SourceError(source.path, answer.line, f"{doubled.pop()!r} is declared by two answers")
