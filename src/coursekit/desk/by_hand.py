"""`coursekit rubric`: written answers graded line by line in a spreadsheet.

nbgrader has one number and one comment for a written answer. by_hand/LAB/1.6.csv has a row for each answer and a column
for each line of its rubric. Each run enters what was filled in, as the sum and a comment that names the lines, and
writes the sheet anew: with those who have come since, and without points where somebody has handed in another answer.
What was changed in formgrader meanwhile is only overwritten where the teacher says so.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat

from coursekit import files
from coursekit.cell_ids import CellId
from coursekit.desk import roster
from coursekit.errors import CourseError
from coursekit.grading.book import Book, ByHand, open_book
from coursekit.manifest import Course, Lab
from coursekit.texts import rubric, source
from coursekit.texts.rubric import Line

FOLDER = "by_hand"
OFF, COMMENT, NOW, EARLIER = "taken off", "comment", "points now", "for an earlier answer"
_HEAD = ("student", "name", "words", "answer")
_MOST_SHOWN = 30_000
"""Characters of an answer in the sheet; a cell of a spreadsheet holds 32,767."""


@dataclass
class Done:
    """What a run did with one exercise.

    conflicts: whose points were changed in formgrader and in the sheet; formgraders: whose points are other ones in
    formgrader than their row's; half: whose row has some points and not all; waiting: whose answer is still to be
    graded; again: who has handed in another answer since it was graded.
    """

    sheet: Path
    entered: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    formgraders: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


@dataclass
class _Known:
    """What the last run knew of an answer: its fingerprint, the marks entered for it, what the gradebook held then."""

    answer: str
    row: list[str]
    held: list[float | str | None]


@dataclass
class _Row:
    """A row of a sheet. marks: points, what is taken off and the comment, as filled in; others: cells of columns that
    the teacher has added; now: what the gradebook holds."""

    student: str
    answer: str
    marks: list[str]
    earlier: str
    others: list[str]
    now: ByHand

    @property
    def points(self) -> list[str]:
        """The points of the rubric's lines, as filled in."""
        return self.marks[:-2]

    @property
    def graded(self) -> bool:
        """Whether all its points are filled in."""
        return all(self.points)


def exchange(course: Course, lab: Lab, sheet_wins: Collection[str] = ()) -> list[Done]:
    """Enter what is filled in and write the sheets anew, for each written exercise.

    sheet_wins: students whose row is entered although their points were changed in formgrader as well. Raises
    CourseError, and changes nothing, where a sheet is not filled in as it should be.
    """
    if not lab.has_assignment:
        raise CourseError(f"{lab.slug} has no assignment")
    text = source.read(course.assignment_source(lab), "assignment")
    sheets = [
        _Sheet(course, lab, cell.exercise, rubric.lines(text.statement(cell.exercise)))
        for cell in text.tagged("written")
    ]
    filled = [sheet.read() for sheet in sheets]
    with open_book(course.root, lab.slug) as book:
        try:
            return [sheet.exchange(book, rows, sheet_wins) for sheet, rows in zip(sheets, filled, strict=True)]
        except OSError as error:
            said = f"{FOLDER}/{lab.slug} cannot be written: {error.strerror or error}"
            raise CourseError(f"{said}; mend that and run this again, nothing is lost") from None


class _Sheet:
    """The sheet of one exercise."""

    def __init__(self, course: Course, lab: Lab, exercise: str, of: list[Line]) -> None:
        if not of:
            raise CourseError(f"the statement of {exercise} in {lab.slug} has no rubric: see 'coursekit check'")
        self._course, self._lab, self._rubric = course, lab, of
        self._names = {one.id: one.name for one in roster.read(course.root)}
        self._cell = str(CellId.of("written", exercise))
        self._path = course.root / FOLDER / lab.slug / f"{exercise}.csv"
        self._state = course.root / ".coursekit" / FOLDER / f"{lab.slug}-{exercise}.json"
        self._lines = [f"{line.name} (of {line.points:g})" for line in of]
        self._marks = [*self._lines, OFF, COMMENT]
        self._others: list[str] = []

    def read(self) -> dict[str, dict[str, str]]:
        """The rows by student. Raises CourseError, which names them all, for cells that are no number of points."""
        if not self._path.is_file():
            return {}
        rows = roster.table(self._path)
        missing = [name for name in ("student", *self._marks) if rows and name not in rows[0]]
        if missing:
            raise CourseError(f"{self._path} has no column {missing[0]!r}: undo what was changed in its first line")
        ours = (*_HEAD, *self._marks, NOW, EARLIER)
        self._others = [name for name in (rows[0] if rows else ()) if name not in ours]
        found = {row["student"]: row for row in rows}
        twice = [name for name, count in Counter(row["student"] for row in rows).items() if count > 1]
        problems = [f"{name} has more than one row: leave one" for name in twice]
        problems += [problem for row in rows for problem in self._misfits(row)]
        if problems:
            raise CourseError(f"nothing is entered; put right in {self._path}:\n  " + "\n  ".join(problems))
        return found

    def _misfits(self, row: dict[str, str]) -> Iterator[str]:
        """What is no number of points, or too many."""
        most = {name: line.points for name, line in zip(self._lines, self._rubric, strict=True)}
        most[OFF] = sum(most.values())
        for name, upper in most.items():
            points = roster.as_number(row[name] or "0")
            if points is None or not 0 <= points <= upper:
                yield f"{row['student']}: {name!r} is {row[name]!r}; a number from 0 to {upper:g} fits"

    def exchange(self, book: Book, filled: dict[str, dict[str, str]], sheet_wins: Collection[str]) -> Done:
        """Enter, note, and write the sheet anew; in this order, so that what breaks off is done again."""
        done, known = Done(self._path), self._read_state()
        given = book.by_hand(self._cell)
        nobody = sorted(set(filled) - set(given))
        if nobody:
            raise CourseError(f"{self._path}: there is no answer of {nobody[0]!r} (any more): take its row out")
        rows = [self._row(student, filled.get(student, {}), now) for student, now in sorted(given.items())]
        for row in rows:
            self._settle(row, known, done, row.student in sheet_wins)
        book.give(self._cell, {row.student: row.now for row in rows if row.student in done.entered})
        self._state.parent.mkdir(parents=True, exist_ok=True)
        noted = {student: asdict(one) for student, one in known.items()}
        files.write_text(self._state, json.dumps(noted, indent=1, sort_keys=True))
        self._write(rows)
        return done

    def _row(self, student: str, filled: dict[str, str], now: ByHand) -> "_Row":
        marks, others = ([filled.get(name, "") for name in names] for names in (self._marks, self._others))
        return _Row(student, self._answer(student), marks, filled.get(EARLIER, ""), others, now)

    def _settle(self, row: "_Row", known: dict[str, _Known], done: Done, wins: bool) -> None:
        """Decide what happens with a row: what is entered is `row.now` afterwards."""
        answer, held = _fingerprint(row.answer), [row.now.points, row.now.comment]
        last = known.setdefault(row.student, _Known(answer, [], held))
        if last.answer != answer:
            known[row.student] = _Known(answer, [], held)
            if any(row.points):
                row.earlier, row.marks = "; ".join(filter(None, row.marks)), ["" for _ in row.marks]
                done.again.append(row.student)
        elif row.graded and (_numbers(row.marks) != _numbers(last.row) or row.now.due):
            if held != last.held and not wins:
                done.conflicts.append(row.student)
            else:
                row.now = self._given(row.marks)
                known[row.student] = _Known(answer, row.marks, [row.now.points, row.now.comment])
                done.entered.append(row.student)
        elif last.row and (held != last.held or not any(row.points)):
            done.formgraders.append(row.student)
        if any(row.points) and not row.graded:
            done.half.append(row.student)
        if row.now.due:
            done.waiting.append(row.student)

    def _given(self, row: list[str]) -> ByHand:
        *lines, off, comment = row
        points = [roster.as_number(word) or 0.0 for word in lines]
        taken = roster.as_number(off) or 0.0
        said = [f"{line.name}: {got:g} of {line.points:g}." for line, got in zip(self._rubric, points, strict=True)]
        said += [f"Taken off: {taken:g}."] if taken else []
        return ByHand(max(0.0, sum(points) - taken), "\n".join(filter(None, (*said, comment))))

    def _answer(self, student: str) -> str:
        path = self._course.root / "autograded" / student / self._lab.slug / f"{self._lab.slug}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
        return next((cell.source for cell in cells if cell.id == self._cell), "")

    def _read_state(self) -> dict[str, _Known]:
        try:
            noted = json.loads(self._state.read_text(encoding="utf-8"))
            return {student: _Known(**about) for student, about in noted.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError):
            raise CourseError(f"{self._state} is damaged: restore it from a copy, or remove it") from None

    def _write(self, rows: "list[_Row]") -> None:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=_separator(self._path), lineterminator="\n")
        writer.writerow([*_HEAD, *self._marks, NOW, EARLIER, *self._others])
        for row in rows:
            points = "" if row.now.points is None else f"{row.now.points:g}"
            about = [row.student, self._names.get(row.student, ""), len(row.answer.split()), _for_a_cell(row.answer)]
            writer.writerow([*about, *row.marks, points, row.earlier, *row.others])
        self._path.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(self._path, "\ufeff" + text.getvalue())


def lines(done: list[Done], root: Path) -> Iterator[str]:
    """What a teacher wants to know of a run."""
    for one in done:
        where = one.sheet.relative_to(root)
        yield f"{where}: {len(one.entered)} answer(s) entered, {len(one.waiting)} to be graded"
        for student in one.conflicts:
            yield f"  {student}: changed here and in formgrader, whose points stay; otherwise: --sheet-wins {student}"
        for student in one.formgraders:
            yield f"  {student}: has other points in the gradebook than in the sheet; they stay"
        for student in one.again:
            yield f"  {student}: has handed in another answer since; the points for the earlier one stand beside it"
        if one.half:
            yield f"  filled in by half, not entered: {', '.join(one.half)}"


def _numbers(marks: list[str]) -> list[float | str]:
    """Marks as what they say, for a spreadsheet may write 0.5 as 0,50."""
    return [mark if (number := roster.as_number(mark)) is None else number for mark in marks]


def _separator(path: Path) -> str:
    """What separates the cells of a sheet: as a spreadsheet has saved it, a comma in a new one."""
    head = path.read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0] if path.is_file() else ""
    return max(",;\t", key=head.count)


def _for_a_cell(answer: str) -> str:
    """An answer that no spreadsheet takes for a formula."""
    shown = answer if len(answer) <= _MOST_SHOWN else f"{answer[:_MOST_SHOWN]} ... (the rest in formgrader)"
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\t", "\r")) else shown


def _fingerprint(answer: str) -> str:
    return hashlib.sha256(answer.encode()).hexdigest()[:16]
