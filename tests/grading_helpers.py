"""What the tests of grading share: a class handed in, and what the gradebook says of it."""

import contextlib
import datetime
import io
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coursekit.classroom import Submission, classroom
from coursekit.engine.engine import Check, Result
from coursekit.engine.steps import CodeCell
from coursekit.grading import receipts, run
from coursekit.manifest import Course, Lab

WHEN = datetime.datetime(2026, 11, 20, 18, 0)
RIGHT = "2 * number"
"""What the right answer of the tiny course holds."""


def course_for(real: Course, lab: Lab, folder: Path) -> Course:
    """A copy of what grading needs of a course, in a folder of the test's own."""
    folder.mkdir(parents=True)
    for path in (real.solution(lab).parent, real.release(lab).parent):
        shutil.copytree(path, folder / path.relative_to(real.root))
    shutil.copyfile(real.root / "nbgrader_config.py", folder / "nbgrader_config.py")
    return Course(folder, real.title, real.labs)


def hand_in(course: Course, lab: Lab, submissions: list[Submission]) -> None:
    """Put submissions where the teacher's collect puts them."""
    inbox = course.root / "inbox"
    shutil.rmtree(inbox, ignore_errors=True)
    for submission in submissions:
        target = inbox / submission.student / f"{lab.slug}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_bytes(submission.content)
    receipts.collect(course.root, lab.slug, inbox, WHEN)


def made_up_class(real: Course, lab: Lab, misconceptions: int = 3) -> list[Submission]:
    """The made-up class of a lab."""
    return classroom(real, lab, misconceptions)


def cell_scores(course: Course) -> dict[tuple[str, str], tuple[float | None, float | None, bool]]:
    """(student, cell) -> (automatic score, manual score, needs a look), read from the database with plain SQL."""
    query = """
        select student.id, base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
        from grade join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        join student on student.id = submitted_assignment.student_id
    """
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = database.execute(query).fetchall()
    database.close()
    return {(student, cell): (auto, manual, bool(look)) for student, cell, auto, manual, look in rows}


class Engine:
    """A stand-in for the engine: pays for the right text, counts what it grades, and fails where `fails` does."""

    def __init__(self) -> None:
        self.graded = 0
        self.fails: Callable[[list[CodeCell]], None] = lambda cells: None

    def grade(self, cells: list[CodeCell]) -> Result:
        self.graded += 1
        self.fails(cells)
        return pay(cells)

    @contextlib.contextmanager
    def graders(self) -> Iterator[run._Graders]:
        with ThreadPoolExecutor(1) as executor:
            yield run._Graders(executor, self.grade, 1)


def pay(cells: list[CodeCell]) -> Result:
    """A stand-in for the engine: all points for the right text, none for another."""
    right = any(RIGHT in cell.source for cell in cells if cell.role == "learner")
    checks = [cell for cell in cells if cell.role == "check"]
    failed = ("AssertionError", "Twice the number is asked for.")
    return Result(
        {cell.id: Check(cell.id, cell.points, "", "") if right else Check(cell.id, 0, *failed) for cell in checks}
    )


def stand_in(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Let a stand-in grade."""
    engine = Engine()
    monkeypatch.setattr(run, "_graders", lambda *_: engine.graders)
    monkeypatch.setattr(run, "_at_once", lambda graders, stack: graders)
    return engine


def grade(course: Course, *students: str, again: bool = False) -> tuple[run.Summary, str]:
    out = io.StringIO()
    return run.grade_class(course, course.labs[0], students, again=again, out=out), out.getvalue()


def change(course: Course, student: str, old: str, new: str) -> None:
    """Another hand-in of a student, put in place without a receipt of its own."""
    path = course.root / "submitted" / student / course.labs[0].slug / f"{course.labs[0].slug}.ipynb"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
