"""From what somebody handed in to cells that can be run, by rebuilding: the released notebook with the answers put in.

Nothing of a submission is used but the texts of its answers (found by id, else by what they define, else by place)
and of cells that its author added. So cells that were deleted, doubled, moved, flipped, stripped of their metadata
or renamed neither cheat nor hurt. What cannot be read gets a verdict that says why.
"""

import base64
import binascii
import contextlib
import difflib
import json
import re
import stat
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.cell_ids import CellId, exercise_of, tag_of
from coursekit.engine.engine import ENGINE_ERRORS
from coursekit.engine.steps import CodeCell
from coursekit.grading import tables
from coursekit.grading.messages import shown
from coursekit.grading.receipts import MAX_BYTES, MAX_NOTEBOOKS
from coursekit.grading.releases import Release, fingerprint, of
from coursekit.texts.notebooks import HIDDEN_NOTE

MAX_CELLS = 1_000
MAX_WRITTEN = 20_000
"""Characters of a written answer that are shown: nbgrader's pages take time with the square of the length."""
_MAX_SHOWN, _MAX_OUTPUTS = 50_000, 100
"""Characters of a cell's code, or of what it printed, and outputs of a cell on a page."""
_MAX_PICTURES_BYTES = 4_000_000
_PICTURES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
_SIMILAR = 0.3
FOR_TEACHERS = "for_teachers"
"""What marks a cell of a graded notebook that is not for learners, in the metadata of the course."""
_SAFE = ("text/plain", "text/html", "image/png")


class Unreadable(Exception):
    """A submission that cannot be graded; the message is the verdict."""


@dataclass
class Rebuilt:
    """A submission as it is run and filed: cells for the engine, the notebook for autograded/, what was noticed.

    A teacher has to look at remarks; notes are only said.
    """

    cells: list[CodeCell]
    notebook: NotebookNode
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class HandedIn:
    """The notebook of a submission as it lies on the disk, and what was noticed when it was chosen."""

    content: bytes
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """The two versions of an assignment that a submission is rebuilt from, and what was handed out before."""

    slug: str
    released: NotebookNode
    complete: NotebookNode
    earlier: tuple[Release, ...] = ()

    def contract(self, exercise: str) -> tuple[str, ...]:
        """The names that the answer of an exercise ("1.2") declares."""
        for cell in self.complete.cells:
            if cell.id == str(CellId("answer", exercise)):
                return tuple(cell.metadata.get("coursekit", {}).get("names", ()))
        return ()


def read(folder: Path, assignment: Assignment) -> HandedIn:
    """The notebook in a submission's folder. Raises Unreadable with the verdict, OSError where the disk fails.

    Of several the one with work in it is taken: the released one often lies untouched beside it.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Unreadable("the folder is a link to another place")
    if not folder.is_dir():
        raise Unreadable("the submission is not a folder")
    notebooks = sorted(
        path for path in folder.iterdir() if path.suffix.lower() == ".ipynb" and not path.name.startswith(".")
    )
    if not notebooks:
        others = sorted(path.name for path in folder.iterdir() if path.name != "timestamp.txt")
        raise Unreadable(
            f"no notebook was handed in, only {', '.join(others)[:80]}" if others else "the folder is empty"
        )
    if len(notebooks) == 1:
        return HandedIn(_content(notebooks[0]))
    if len(notebooks) > MAX_NOTEBOOKS:
        raise Unreadable(f"{len(notebooks)} notebooks were handed in: which one is meant?")
    return _one_of(notebooks, assignment)


def _one_of(notebooks: list[Path], assignment: Assignment) -> HandedIn:
    """The notebook with work in it; of several such the one of the right name, with a remark. Raises Unreadable."""
    named = next((path for path in notebooks if path.name == f"{assignment.slug}.ipynb"), None)
    blank = _answers(assignment, nbformat.writes(assignment.released).encode())
    answers: dict[Path, tuple[str, ...]] = {}
    for path in notebooks:
        try:
            answers[path] = _answers(assignment, _content(path))
        except Unreadable:
            continue
    worked = [path for path, texts in answers.items() if texts != blank]
    different = len({answers[path] for path in worked})
    if not worked:
        untouched = named or next(iter(answers), None)
        if untouched is None:
            raise Unreadable(f"{len(notebooks)} notebooks were handed in, and none of them can be read")
        return HandedIn(_content(untouched))
    if different > 1 and named not in worked:
        raise Unreadable(f"{different} notebooks with work in them were handed in, none named {assignment.slug}.ipynb")
    chosen = named if named in worked else worked[0]
    assert chosen is not None
    remark = f"{different} notebooks with different work were handed in; {chosen.name} was graded"
    note = f"of {len(notebooks)} notebooks {chosen.name} was graded, for there is work in it"
    return HandedIn(_content(chosen), (remark,) if different > 1 else (), (note,) if chosen is not named else ())


def _answers(assignment: Assignment, content: bytes) -> tuple[str, ...]:
    """The texts of all answers and added cells of a notebook. Raises Unreadable."""
    cells = rebuild(assignment, parse(content)).notebook.cells
    theirs = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution", not cell.metadata)]
    return tuple(cell.source.strip() for cell in theirs)


def _content(path: Path) -> bytes:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise Unreadable("the notebook is a link to another file")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("the notebook is not a file")
    if status.st_size > MAX_BYTES:
        raise Unreadable(f"the notebook has {status.st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} are read")
    return path.read_bytes()


def parse(content: bytes) -> NotebookNode:
    """The notebook in a file's bytes, of whatever version, as version 4. Raises Unreadable with the verdict."""
    if not content.strip():
        raise Unreadable("the file is empty")
    if content[:2] in (b"PK", b"\x1f\x8b") or content[:4] == b"%PDF":
        raise Unreadable("the file is an archive or a PDF, not a notebook")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8: it was saved by a program that is not Jupyter") from None
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
        cells = [_cell(cell, place) for place, cell in enumerate(notebook["cells"])]
    except (OSError, MemoryError):  # this machine's fault, not the file's
        raise
    except Exception:  # whatever the converters of old versions stumble over is a damaged file
        raise Unreadable("the file is not a notebook that can be read") from None
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells; at most {MAX_CELLS} are read")
    return NotebookNode(cells=cells)


def rebuild(assignment: Assignment, submitted: NotebookNode) -> Rebuilt:
    """Put the answers of a submission into the release, in the release's order. Raises Unreadable."""
    matched, extras = _match(assignment, submitted)
    rebuilt = Rebuilt([], nbformat.v4.new_notebook(metadata=assignment.released.metadata))
    rebuilt.remarks, rebuilt.notes = _looked_at(assignment, submitted, matched)
    complete = {cell.id: cell for cell in assignment.complete.cells}
    for text, place in extras.get("", []):
        _add_extra(rebuilt, text, place)
    for released in assignment.released.cells:
        cell = nbformat.from_dict(released)
        kind = released.metadata.get("nbgrader", {})
        cells = [submitted.cells[place] for place in matched.get(cell.id, [])]
        if kind.get("solution") and cell.cell_type == "markdown":
            _write(cell, _changed(assignment, released, cells), rebuilt)
        elif kind.get("solution"):
            *before, last = _changed(assignment, released, cells) or [released]
            for one in before:
                _add_extra(rebuilt, one.source, one.place)
            cell.source = last.source
        else:
            cell.source = complete[cell.id].source
        rebuilt.notebook.cells.append(cell)
        if cell.cell_type == "code":
            rebuilt.cells.append(_to_run(assignment, cell, kind))
        for text, place in extras.get(cell.id, []):
            _add_extra(rebuilt, text, place)
    return rebuilt


def _cell(raw: Any, place: int) -> NotebookNode:
    """A cell with nothing in it but what is used: type, source, ids, pictures. All else of it stays behind."""
    source = raw.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else source if isinstance(source, str) else ""
    # Windows line ends; and half characters (lone surrogates), which no file and no compiler takes
    source = source.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    metadata = _dict(raw.get("metadata"))
    graded = _dict(metadata.get("nbgrader"))
    ids = {"grade_id": graded.get("grade_id") or "", "cell_id": raw.get("id") or "", "tags": metadata.get("tags") or ""}
    kind = "code" if raw.get("cell_type") == "code" else "markdown"
    return NotebookNode(
        cell_type=kind,
        source=source,
        place=place,
        metadata={key: str(value) for key, value in ids.items()},
        pictures=_pictures(raw.get("attachments")) if kind == "markdown" else {},
    )


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """The pictures that were pasted into a cell, by name: PNG and JPEG, which their first bytes show them to be."""
    found = {}
    for name, bundle in _dict(attachments).items():
        for kind, start in _PICTURES.items():
            data = _dict(bundle).get(kind)
            if isinstance(data, str):
                with contextlib.suppress(binascii.Error, ValueError):
                    content = base64.b64decode("".join(data.split()), validate=True)
                    if content.startswith(start):
                        found[str(name)] = {kind: base64.b64encode(content).decode()}
    return found


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _match(
    assignment: Assignment, submitted: NotebookNode
) -> tuple[dict[str, list[int]], dict[str, list[tuple[str, int]]]]:
    """Which submitted cells are which released ones, by id; and the code cells added, by the released cell before
    them. Raises Unreadable where no exercise of the assignment is found."""
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
    exercises = {identity for identity in matched if _is_work(known[identity])}
    same_text: dict[tuple[str, str], list[str]] = {}
    for cell in assignment.released.cells:
        if cell.id not in matched:
            same_text.setdefault((cell.cell_type, cell.source.strip()), []).append(cell.id)
    for place, cell in enumerate(submitted.cells):
        # all hidden checks have the same text in the release
        identities = same_text.get((cell.cell_type, cell.source.strip()))
        if place not in taken and identities:
            if _is_work(known[identities[0]]) and cell.cell_type == "code" and cell.source.strip() != HIDDEN_NOTE:
                exercises.add(identities[0])
            take(identities.pop(0), place)
    for cell in assignment.released.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.id not in matched:
            free = [place for place in range(len(submitted.cells)) if place not in taken]
            for place in _lost(assignment, cell, submitted, free, matched):
                take(cell.id, place)
                if _names(assignment, cell) & _defined(submitted.cells[place].source):
                    exercises.add(cell.id)
    if not exercises:
        raise Unreadable(f"no exercise of {assignment.slug} is in this notebook: it is another one, or the lesson")
    return matched, _added(assignment, submitted, matched, taken)


def _is_work(released: NotebookNode) -> bool:
    """Whether a released cell is an answer or a check: what no other notebook of the course has."""
    about = released.metadata.get("nbgrader", {})
    return bool(about.get("solution") or about.get("grade"))


def _added(
    assignment: Assignment, submitted: NotebookNode, matched: dict[str, list[int]], taken: dict[int, str]
) -> dict[str, list[tuple[str, int]]]:
    """The code cells that a learner added, by the released cell before them.

    Text that stands in a cell of its own beside a written answer becomes part of it, in `matched`.
    """
    withdrawn = {identity for release in assignment.earlier for identity in release.checks}
    beside = _beside_written(assignment)
    extras: dict[str, list[tuple[str, int]]] = {}
    before = ""
    for place, cell in enumerate(submitted.cells):
        before = taken.get(place, before)
        if place in taken or not cell.source.strip():
            continue
        if cell.cell_type == "markdown":
            if before in beside:
                matched.setdefault(beside[before], []).append(place)
        elif not withdrawn & {cell.metadata["grade_id"], cell.metadata["cell_id"]}:
            extras.setdefault(before, []).append((cell.source, place))
    for places in matched.values():
        places.sort()
    return extras


def _beside_written(assignment: Assignment) -> dict[str, str]:
    """For the cells of each written question, and for its answer, the id of the answer."""
    cells = assignment.released.cells
    found = {}
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown" and _is_work(cell):
            found[cell.id] = cell.id
            for question in reversed(cells[:place]):
                if question.cell_type != "markdown" or _is_work(question):
                    break
                found[question.id] = cell.id
                if question.source.startswith("## "):
                    break
            for after in cells[place + 1 :]:
                if after.cell_type != "markdown" or _is_work(after) or after.source.startswith("## "):
                    break
                found[after.id] = cell.id
    return found


def _lost(
    assignment: Assignment,
    released: NotebookNode,
    submitted: NotebookNode,
    free: list[int],
    matched: dict[str, list[int]],
) -> list[int]:
    """The submitted cells that are an answer although no id says so: by what they define, else by their place."""
    if released.cell_type == "code":
        names = _names(assignment, released)
        defining = [place for place in free if names & _defined(submitted.cells[place].source)]
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


def _names(assignment: Assignment, answer: NotebookNode) -> set[str]:
    """The names that an answer declares; none for a written one."""
    return set(assignment.contract(exercise_of(answer.id)))


def _defined(code: str) -> set[str]:
    """The names that a cell defines at its top level, also where it does not compile."""
    pairs = re.findall(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=", code, re.MULTILINE)
    return {name for pair in pairs for name in pair if name}


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one[:4_000], other[:4_000]).quick_ratio()


def _changed(assignment: Assignment, released: NotebookNode, cells: list[NotebookNode]) -> list[NotebookNode]:
    """Of the cells that are the same answer, because one was copied or split, those that are more than the stub.

    The last of them is the answer; the others run before it, as they would in the notebook.
    """
    stubs = {release.answers.get(released.id, "") for release in (of(assignment.released), *assignment.earlier)}
    return [cell for cell in cells if cell.source.strip() and fingerprint(cell.source) not in stubs]


def _write(cell: NotebookNode, parts: list[NotebookNode], rebuilt: Rebuilt) -> None:
    """Put a written answer, pictures included, into its cell; what is too long is cut off, with a remark."""
    texts: list[str] = []
    pictures: dict[str, dict[str, str]] = {}
    for part in parts:
        text = part.source
        for name, bundle in part.pictures.items():
            if sum(len(data) for one in (*pictures.values(), bundle) for data in one.values()) > _MAX_PICTURES_BYTES:
                rebuilt.remarks.append(f"the pictures in {cell.id} are too large; look at them in submitted/")
                break
            plain = re.fullmatch(r"[A-Za-z0-9_.-]{1,80}", name) and name not in pictures
            kept = name if plain else f"picture-{len(pictures) + 1}.{next(iter(bundle)).partition('/')[2]}"
            for written in (name, urllib.parse.quote(name)):
                text = text.replace(f"](attachment:{written})", f"](attachment:{kept})")
            pictures[kept] = bundle
        texts.append(text)
    answer = "\n\n".join(texts)
    if len(answer) > MAX_WRITTEN:
        rebuilt.remarks.append(
            f"the answer {cell.id} has {len(answer)} characters; the first {MAX_WRITTEN} are shown, the rest is in "
            "submitted/"
        )
        answer = f"{answer[:MAX_WRITTEN]} ..."
    if answer:
        cell.source = _as_text(answer, pictures)
    if pictures:
        cell.attachments = NotebookNode(pictures)


_HARMFUL = re.compile(r"<(?=[A-Za-z/!?])|\](?=[(:])(?![(:]\s*https?://)|\\(?=href|require|unicode)")


def _as_text(markdown: str, pictures: Iterable[str] = ()) -> str:
    """A written answer in which nothing is HTML, and no link leads elsewhere than to the web; it looks the same.

    nbgrader's pages show written answers as they are: a script in one would run in the teacher's browser. An invisible
    space keeps `<` from starting a tag and `]` from ending the text of a link, also where they stand in code.
    """
    shown = tuple(f"](attachment:{name})" for name in pictures)
    return _HARMFUL.sub(
        lambda found: found[0] if markdown.startswith(shown, found.start()) else found[0] + "\u200b", markdown
    )


def _to_run(assignment: Assignment, cell: NotebookNode, kind: Any) -> CodeCell:
    if kind.get("grade"):
        names = assignment.contract(exercise_of(cell.id))
        return CodeCell(cell.id, "check", _without_markers(cell.source), kind["points"], names)
    return CodeCell(cell.id, "learner" if kind.get("solution") else "given", cell.source)


def _without_markers(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not re.match(r"### (BEGIN|END) HIDDEN TESTS", line.strip()))


def _add_extra(rebuilt: Rebuilt, text: str, place: int) -> None:
    identity = f"added-{place}"
    rebuilt.notebook.cells.append(nbformat.v4.new_code_cell(text, id=identity))
    rebuilt.cells.append(CodeCell(identity, "learner", text))


def _looked_at(
    assignment: Assignment, submitted: NotebookNode, matched: dict[str, list[int]]
) -> tuple[list[str], list[str]]:
    """Remarks on checks that were changed, left out or tagged; a note where the hand-in is made from an earlier
    release, whose checks are no changed ones."""
    cells = {identity: [submitted.cells[place] for place in places] for identity, places in matched.items()}
    now = of(assignment.released)
    checks = [_check_remarks(release, now, cells) for release in (now, *assignment.earlier)]
    remarks = min(checks, key=len)
    notes = ["it was made from an earlier release; today's checks graded it"] if len(remarks) < len(checks[0]) else []
    for released in assignment.released.cells:
        if any("skip" in cell.metadata["tags"] for cell in cells.get(released.id, [])):
            remarks.append(f"the cell {released.id} carried a tag that skips it; the tag was dropped")
    return remarks, notes


def _check_remarks(release: Release, now: Release, cells: dict[str, list[NotebookNode]]) -> list[str]:
    """What was done to checks, if a hand-in was made from this release."""
    remarks = []
    for identity in now.checks:
        wanted, found = release.checks.get(identity), cells.get(identity, [])
        if any(fingerprint(cell.source) != wanted for cell in found):
            remarks.append(f"the check {identity} had been changed; it was put back")
        if wanted and not found:
            remarks.append(f"the check {identity} had been removed; it was put back")
    return remarks


def for_learners(notebook: NotebookNode) -> NotebookNode:
    """A graded notebook as its author may see it: without the text of hidden checks, and what is known of them."""
    learners = nbformat.from_dict(notebook)
    learners.metadata.pop("coursekit", None)
    given = [cell.source for cell in notebook.cells if _is_given(cell)]
    learners.cells = [cell for cell in learners.cells if FOR_TEACHERS not in cell.metadata.get("coursekit", {})]
    for cell in learners.cells:
        if _is_hidden(cell):
            cell.outputs = [output for output in cell.get("outputs", []) if output.output_type == "error"]
            for output in cell.outputs:
                if output.ename not in ENGINE_ERRORS:
                    output.evalue = shown(output.evalue, cell.source, given)
                output.traceback = [f"{output.ename}: {output.evalue}"]
            cell.source = HIDDEN_NOTE
        for output in cell.get("outputs", []):
            if "data" in output:
                # HTML could hold a script
                shown_as = tables.only_tables({kind: output.data[kind] for kind in _SAFE if kind in output.data})
                output.data = NotebookNode({kind: text for kind, text in shown_as.items() if text})
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
        _shorten(cell)
    return learners


def _shorten(cell: NotebookNode) -> None:
    """Leave of a cell what a page can show in a moment, and say where something was left out."""
    cell.source = _cut(cell.source, MAX_WRITTEN if cell.cell_type == "markdown" else _MAX_SHOWN)
    left, outputs = _MAX_SHOWN, cell.get("outputs", [])
    for output in outputs[:_MAX_OUTPUTS]:
        if output.output_type == "error":
            output.evalue, output.traceback = _cut(output.evalue, left), [_cut("\n".join(output.traceback), left)]
        elif output.output_type == "stream":
            output.text = _cut(output.text, left)
            left -= min(left, len(output.text))
        elif "text/plain" in output.get("data", {}):
            output.data["text/plain"] = _cut(output.data["text/plain"], left)
            left -= min(left, len(output.data["text/plain"]))
    if len(outputs) > _MAX_OUTPUTS:
        more = nbformat.v4.new_output("stream", text=f"... and {len(outputs) - _MAX_OUTPUTS} outputs more")
        cell.outputs = [*outputs[:_MAX_OUTPUTS], more]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} ... (cut here)"


def _is_hidden(cell: NotebookNode) -> bool:
    return tag_of(cell.get("id", "")) == "hidden" or "### BEGIN HIDDEN TESTS" in cell.source


def _is_given(cell: NotebookNode) -> bool:
    """Whether a code cell is part of the release as it was handed out: no answer and no hidden check."""
    graded = cell.metadata.get("nbgrader", {})
    hidden = _is_hidden(cell)
    return bool(cell.cell_type == "code" and graded.get("locked") and not hidden)
