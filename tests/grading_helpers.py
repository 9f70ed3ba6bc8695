"""What the tests of grading share: a class handed in, and what the gradebook says of it."""

import datetime
import shutil
import sqlite3
from pathlib import Path

from coursekit.classroom import Submission, classroom
from coursekit.grading import receipts
from coursekit.manifest import Course, Lab

WHEN = datetime.datetime(2026, 11, 20, 18, 0)


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
