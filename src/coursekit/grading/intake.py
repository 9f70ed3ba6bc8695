"""From what somebody handed in to cells that can be run, by rebuilding: the released notebook with the answers put in.

Nothing of a submission is used but the texts of its answers (found by id, else by what they define, else by place)
and of cells that its author added. So cells that were deleted, doubled, moved, flipped, stripped of their metadata
or renamed neither cheat nor hurt. What cannot be read gets a verdict that says why.
"""

import difflib
import json
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.engine.engine import ENGINE_ERRORS
from coursekit.engine.steps import Cell
from coursekit.grading.messages import shown
from coursekit.texts.notebooks import HIDDEN_NOTE

MAX_BYTES = 20_000_000
MAX_CELLS = 1_000
_SIMILAR = 0.3
_SAFE = ("text/plain", "image/png")


class Unreadable(Exception):
    """A submission that cannot be graded; the message is the verdict."""


@dataclass
class Rebuilt:
    """A submission as it is run and filed: cells for the engine, the notebook for autograded/, what was noticed."""

    cells: list[Cell]
    notebook: NotebookNode
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Assignment:
    """The two versions of an assignment that a submission is rebuilt from."""

    slug: str
    released: NotebookNode
    complete: NotebookNode

    def contract(self, exercise: str) -> tuple[str, ...]:
        """The names that the answer of an exercise ("1-2") declares."""
        for cell in self.complete.cells:
            if cell.id == f"answer-{exercise}":
                return tuple(cell.metadata.get("coursekit", {}).get("names", ()))
        return ()


def read(folder: Path, slug: str) -> bytes:
    """The notebook in a submission's folder. Raises Unreadable with the verdict."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Unreadable("the folder is a link to another place")
    notebooks = sorted(
        path for path in folder.iterdir() if path.suffix.lower() == ".ipynb" and not path.name.startswith(".")
    )
    named = [path for path in notebooks if path.name == f"{slug}.ipynb"]
    chosen = named or notebooks
    if not chosen:
        others = sorted(path.name for path in folder.iterdir() if path.name != "timestamp.txt")
        raise Unreadable(
            f"no notebook was handed in, only {', '.join(others)[:80]}" if others else "the folder is empty"
        )
    if len(chosen) > 1:
        raise Unreadable(f"{len(chosen)} notebooks were handed in, none of them named {slug}.ipynb")
    status = chosen[0].lstat()
    if stat.S_ISLNK(status.st_mode):
        raise Unreadable("the notebook is a link to another file")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("the notebook is not a file")
    if status.st_size > MAX_BYTES:
        raise Unreadable(f"the notebook has {status.st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} are read")
    return chosen[0].read_bytes()


def parse(content: bytes) -> NotebookNode:
    """The notebook in a file's bytes, of whatever version, as version 4. Raises Unreadable with the verdict."""
    if not content.strip():
        raise Unreadable("the file is empty")
    if content[:2] in (b"PK", b"\x1f\x8b") or content[:4] == b"%PDF":
        raise Unreadable("the file is an archive or a PDF, not a notebook")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the file is not text") from None
    if re.search(r"^(<<<<<<<|>>>>>>>) ", text, re.MULTILINE):
        raise Unreadable("the file holds unsolved merge conflicts of a version control system")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("the file is damaged: it was cut off or edited by hand (not valid JSON)") from None
    if not isinstance(raw, dict) or type(raw.get("nbformat")) is not int or raw["nbformat"] > 4:
        raise Unreadable("the file is not a Jupyter notebook")
    if not isinstance(raw.get("cells", raw.get("worksheets")), list):
        raise Unreadable("the file is a Jupyter notebook without cells")
    try:
        notebook = nbformat.from_dict(raw) if raw["nbformat"] == 4 else nbformat.convert(nbformat.from_dict(raw), 4)
        cells = [_cell(cell) for cell in notebook["cells"]]
    except Exception:  # whatever the converters of old versions stumble over is a damaged file
        raise Unreadable("the file is not a notebook that can be read") from None
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells; at most {MAX_CELLS} are read")
    return NotebookNode(cells=cells)


def rebuild(assignment: Assignment, submitted: NotebookNode) -> Rebuilt:
    """Put the answers of a submission into the release, in the release's order. Raises Unreadable."""
    matched, extras = _match(assignment, submitted)
    if not matched:
        raise Unreadable(f"no cell of {assignment.slug} is in this notebook: it is another one")
    remarks = _remarks(assignment, submitted, matched)
    rebuilt = Rebuilt([], nbformat.v4.new_notebook(metadata=assignment.released.metadata), remarks)
    complete = {cell.id: cell for cell in assignment.complete.cells}
    for text, place in extras.get("", []):
        _add_extra(rebuilt, text, place)
    for released in assignment.released.cells:
        cell = nbformat.from_dict(released)
        kind = released.metadata.get("nbgrader", {})
        if kind.get("solution"):
            cell.source, before = _chosen(released, submitted, matched.get(cell.id, []))
            for place in before:
                _add_extra(rebuilt, submitted.cells[place].source, place)
        else:
            cell.source = complete[cell.id].source
        rebuilt.notebook.cells.append(cell)
        if cell.cell_type == "code":
            rebuilt.cells.append(_to_run(assignment, cell, kind))
        for text, place in extras.get(cell.id, []):
            _add_extra(rebuilt, text, place)
    return rebuilt


def _cell(raw: Any) -> NotebookNode:
    """A cell with nothing in it but what is used: type, source, ids. Outputs, attachments and metadata stay behind."""
    source = raw.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else source if isinstance(source, str) else ""
    # Windows line ends; and half characters (lone surrogates), which no file and no compiler takes
    source = source.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    metadata = _dict(raw.get("metadata"))
    graded = _dict(metadata.get("nbgrader"))
    ids = {"grade_id": graded.get("grade_id") or "", "cell_id": raw.get("id") or "", "tags": metadata.get("tags") or ""}
    kind = "code" if raw.get("cell_type") == "code" else "markdown"
    return NotebookNode(cell_type=kind, source=source, metadata={key: str(value) for key, value in ids.items()})


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _match(
    assignment: Assignment, submitted: NotebookNode
) -> tuple[dict[str, list[int]], dict[str, list[tuple[str, int]]]]:
    """Which submitted cells are which released ones, by id; and the code cells added, by the released cell before
    them."""
    known = {cell.id: cell for cell in assignment.released.cells}
    matched: dict[str, list[int]] = {}
    taken: dict[int, str] = {}

    def take(identity: str, place: int) -> None:
        matched.setdefault(identity, []).append(place)
        taken[place] = identity

    for place, cell in enumerate(submitted.cells):
        for identity in (cell.metadata["grade_id"], cell.metadata["cell_id"]):
            if identity in known and place not in taken:
                take(identity, place)
    same_text: dict[tuple[str, str], list[str]] = {}
    for cell in assignment.released.cells:
        if cell.id not in matched:
            same_text.setdefault((cell.cell_type, cell.source.strip()), []).append(cell.id)
    for place, cell in enumerate(submitted.cells):
        # all hidden checks have the same text in the release
        identities = same_text.get((cell.cell_type, cell.source.strip()))
        if place not in taken and identities:
            take(identities.pop(0), place)
    for cell in assignment.released.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.id not in matched:
            free = [place for place in range(len(submitted.cells)) if place not in taken]
            for place in _lost(assignment, cell, submitted, free, matched):
                take(cell.id, place)
    before = ""
    extras: dict[str, list[tuple[str, int]]] = {}
    for place, cell in enumerate(submitted.cells):
        before = taken.get(place, before)
        if place not in taken and cell.cell_type == "code" and cell.source.strip():
            extras.setdefault(before, []).append((cell.source, place))
    return matched, extras


def _lost(
    assignment: Assignment,
    released: NotebookNode,
    submitted: NotebookNode,
    free: list[int],
    matched: dict[str, list[int]],
) -> list[int]:
    """The submitted cells that are an answer although no id says so: by what they define, else by their place."""
    if released.cell_type == "code":
        names = assignment.contract(released.id.removeprefix("answer-"))
        defining = [place for place in free if set(names) & _defined(submitted.cells[place].source)]
        if defining:
            return defining
    if not matched:
        return []
    order = [cell.id for cell in assignment.released.cells]
    here = order.index(released.id)
    low = max((matched[name][-1] for name in order[:here] if name in matched), default=-1)
    high = min((matched[name][0] for name in order[here + 1 :] if name in matched), default=len(submitted.cells))
    between = [place for place in free if low < place < high and submitted.cells[place].cell_type == released.cell_type]
    if released.cell_type == "markdown":
        return between
    return [place for place in between if _ratio(submitted.cells[place].source, released.source) > _SIMILAR]


def _defined(code: str) -> set[str]:
    """The names that a cell defines at its top level, also where it does not compile."""
    pairs = re.findall(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=", code, re.MULTILINE)
    return {name for pair in pairs for name in pair if name}


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one[:4_000], other[:4_000]).quick_ratio()


def _chosen(released: NotebookNode, submitted: NotebookNode, places: list[int]) -> tuple[str, list[int]]:
    """The text of an answer, and cells to be run before it.

    Of several cells that are the same answer, because one was copied or split, the last that is more than the stub is
    the answer; the others run before it, as they would in the notebook.
    """
    stub = released.source.strip()
    changed = [place for place in places if submitted.cells[place].source.strip() not in ("", stub)]
    if released.cell_type == "markdown":
        return "\n\n".join(_as_text(submitted.cells[place].source) for place in changed) or released.source, []
    if not changed:
        return str(released.source), []
    return submitted.cells[changed[-1]].source, changed[:-1]


_HARMFUL = re.compile(r"<(?=[A-Za-z/!?])|\](?=[(:])(?![(:]\s*https?://)|\\(?=href|require|unicode)")


def _as_text(markdown: str) -> str:
    """A written answer in which nothing is HTML, and no link leads elsewhere than to the web; it looks the same.

    nbgrader's pages show written answers as they are: a script in one would run in the teacher's browser. An invisible
    space keeps `<` from starting a tag and `]` from ending the text of a link, also where they stand in code.
    """
    return _HARMFUL.sub(lambda found: found[0] + "\u200b", markdown)


def _to_run(assignment: Assignment, cell: NotebookNode, kind: Any) -> Cell:
    if kind.get("grade"):
        exercise = "-".join(cell.id.split("-")[1:3])
        return Cell(cell.id, "check", _without_markers(cell.source), kind["points"], assignment.contract(exercise))
    return Cell(cell.id, "learner" if kind.get("solution") else "given", cell.source)


def _without_markers(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not re.match(r"### (BEGIN|END) HIDDEN TESTS", line.strip()))


def _add_extra(rebuilt: Rebuilt, text: str, place: int) -> None:
    identity = f"added-{place}"
    rebuilt.notebook.cells.append(nbformat.v4.new_code_cell(text, id=identity))
    rebuilt.cells.append(Cell(identity, "learner", text))


def _remarks(assignment: Assignment, submitted: NotebookNode, matched: dict[str, list[int]]) -> list[str]:
    """What a teacher should look at: checks that were changed, left out or tagged."""
    remarks = []
    for released in assignment.released.cells:
        kind = released.metadata.get("nbgrader", {})
        cells = [submitted.cells[place] for place in matched.get(released.id, [])]
        if kind.get("grade") and not kind.get("solution"):
            if any(cell.source.strip() != released.source.strip() for cell in cells):
                remarks.append(f"the check {released.id} had been changed; it was put back")
            if not cells:
                remarks.append(f"the check {released.id} had been removed; it was put back")
        if any("skip" in cell.metadata["tags"] for cell in cells):
            remarks.append(f"the cell {released.id} carried a tag that skips it; the tag was dropped")
    return remarks


def for_learners(notebook: NotebookNode) -> NotebookNode:
    """A graded notebook as its author may see it: without the text of hidden checks, and what is known of them."""
    learners = nbformat.from_dict(notebook)
    learners.metadata.pop("coursekit", None)
    given = [cell.source for cell in notebook.cells if _is_given(cell)]
    for cell in learners.cells:
        if cell.get("id", "").startswith("hidden-") or "### BEGIN HIDDEN TESTS" in cell.source:
            cell.outputs = [output for output in cell.get("outputs", []) if output.output_type == "error"]
            for output in cell.outputs:
                if output.ename not in ENGINE_ERRORS:
                    output.evalue = shown(output.evalue, cell.source, given)
                output.traceback = [f"{output.ename}: {output.evalue}"]
            cell.source = HIDDEN_NOTE
        for output in cell.get("outputs", []):
            # a table as text: its HTML would be escaped, for it could hold a script
            if "data" in output:
                output.data = NotebookNode({kind: output.data[kind] for kind in _SAFE if kind in output.data})
    return learners


def _is_given(cell: NotebookNode) -> bool:
    """Whether a code cell is part of the release as it was handed out: no answer and no hidden check."""
    graded = cell.metadata.get("nbgrader", {})
    hidden = cell.get("id", "").startswith("hidden-") or "### BEGIN HIDDEN TESTS" in cell.source
    return bool(cell.cell_type == "code" and graded.get("locked") and not hidden)
