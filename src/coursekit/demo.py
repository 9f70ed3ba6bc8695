"""A whole class, made up, from release to export, in a folder of its own.

Graded by `coursekit grade`, or with `stock` by nbgrader's own autograde; the gradebook is nbgrader's in both cases.
"""

import csv
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coursekit.classroom import DUE, Submission, classroom
from coursekit.errors import CourseError
from coursekit.grading import receipts
from coursekit.manifest import Course, Lab

MARK = ".made-by-coursekit-demo"
"""Only a folder that holds this file is ever removed."""


def demo(course: Course, lab: Lab, folder: Path, students: Sequence[str] = (), stock: bool = False) -> bool:
    """Run the loop for one lab in `folder`, print a table of what happened; returns whether all came out as it should.

    `students` names those of the made-up class who take part; without it, all do.

    Raises CourseError where `folder` exists and was not made by an earlier demo, or when nbgrader fails as a whole.
    """
    if not lab.has_assignment:
        raise CourseError(f"{lab.slug} has no assignment to show")
    _make_folder(course, lab, folder)
    submissions = [one for one in classroom(course, lab) if not students or one.student in students]
    say = _Steps(f"{lab.number}. {lab.title}: a made-up class of {len(submissions)}", folder)
    say.run("release the assignment", "generate_assignment", lab.slug, "--create")
    say.run("set the deadline", "db", "assignment", "add", lab.slug, f"--duedate={DUE}")
    class_list = folder / "students.csv"
    class_list.write_text("id\n" + "".join(f"{submission.student}\n" for submission in submissions))
    say.run("enrol the class", "db", "student", "import", class_list.name)
    say.step("collect what was handed in: coursekit collect")
    for received in sorted({submission.received for submission in submissions}):
        _collect(lab, [one for one in submissions if one.received == received], folder)
    if stock:
        # exit code 1: nbgrader says so when one submission, the damaged one, could not be graded
        say.run("grade all submissions", "autograde", lab.slug, accept=(0, 1))
        say.run("write feedback", "generate_feedback", lab.slug, accept=(0, 1))
    else:
        _grade(course, lab, folder, say)
    say.run("export grades", "export", "--to", "grades.csv")
    return _report(lab, submissions, folder)


def _make_folder(course: Course, lab: Lab, folder: Path) -> None:
    if folder.exists():
        if not (folder / MARK).is_file():
            raise CourseError(f"{folder} exists and was not made by a demo: it is left alone; move it away first")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    shutil.copyfile(course.root / "nbgrader_config.py", folder / "nbgrader_config.py")
    shutil.copytree(course.solution(lab).parent, folder / "solutions" / lab.slug)


def _collect(lab: Lab, submissions: list[Submission], folder: Path) -> None:
    """Hand in and take in what was received at the same time."""
    with tempfile.TemporaryDirectory() as inbox:
        for submission in submissions:
            target = Path(inbox, submission.student, f"{lab.slug}.ipynb")
            target.parent.mkdir()
            target.write_bytes(submission.content)
        when = datetime.datetime.fromisoformat(submissions[0].received.removesuffix(" UTC"))
        receipts.collect(folder, lab.slug, Path(inbox), when)


def _grade(course: Course, lab: Lab, folder: Path, say: "_Steps") -> None:
    """Grade and write feedback as `coursekit grade` and `coursekit feedback` do."""
    # imported late: they bring nbgrader with them
    from coursekit.grading import report, run
    from coursekit.grading.feedback import write_feedback

    here = Course(folder, course.title, course.labs)
    # the class is made up by this kit: where there is no sandbox, its work can be trusted
    trust = not (sys.platform.startswith("linux") and shutil.which("bwrap"))
    say.step(f"grade all submissions: coursekit grade {lab.slug}{' --trust' if trust else ''}")
    print(f"  {run.grade_class(here, lab, trust=trust).line()}")
    say.step(f"write feedback: coursekit feedback {lab.slug}")
    write_feedback(here, lab, [])
    say.step(f"look back: coursekit report {lab.slug}")
    (folder / "report.txt").write_text(f"{report.report(here, lab)}\n", encoding="utf-8")


class _Steps:
    """Says what is done, and runs nbgrader's own commands in the demo's folder, output kept in a log."""

    def __init__(self, title: str, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "nbgrader.log"
        self.number = 0
        print(title)

    def step(self, what: str) -> None:
        """Announce the next step."""
        self.number += 1
        print(f"  {self.number}. {what}", flush=True)

    def run(self, what: str, *arguments: str, accept: tuple[int, ...] = (0,)) -> None:
        """Announce and run a command of nbgrader's."""
        self.step(f"{what}: nbgrader {' '.join(arguments)}")
        with self.log.open("a", encoding="utf-8") as log:
            command = [sys.executable, "-m", "nbgrader", *arguments]
            done = subprocess.run(command, cwd=self.folder, stdout=log, stderr=log, env=dict(os.environ), check=False)
        if done.returncode not in accept:
            raise CourseError(f"'nbgrader {' '.join(arguments)}' failed; its words are in {self.log}")


def _report(lab: Lab, submissions: list[Submission], folder: Path) -> bool:
    """Print the table; returns whether every score is what the submission deserves."""
    with (folder / "grades.csv").open(newline="", encoding="utf-8") as stream:
        grades = {row["student_id"]: row for row in csv.DictReader(stream) if row["assignment"] == lab.slug}
    rows, all_well = [("student", "handed in", "points", "as deserved", "feedback")], True
    for submission in submissions:
        grade = grades.get(submission.student, {})
        graded = (folder / "autograded" / submission.student / lab.slug / f"{lab.slug}.ipynb").is_file()
        names = {path.stem for path in (folder / "feedback" / submission.student / lab.slug).glob("*.html")}
        feedback = "yes" if lab.slug in names else "says why" if names else "none"
        points = float(grade["score"]) if graded and grade.get("score") else None
        well = _as_deserved(submission, points)
        all_well &= well
        shown = "cannot be graded" if points is None else f"{points:g} of {float(grade['max_score']):g}"
        late = ", late" if submission.received > DUE else ""
        rows.append((submission.student, submission.story, shown + late, "yes" if well else "NO", feedback))
    print()
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    written = lab.points - max(submission.most or 0 for submission in submissions)
    print(
        f"\nThe written answer ({written:g} points) waits for you: that is why 'perfect' has less than {lab.points}.\n"
        f"Look at {folder.name}/report.txt, grades.csv and feedback/ beside it and, for grading by hand:\n"
        f"  cd {folder.name} && ../.venv/bin/jupyter lab      then Nbgrader > Formgrader in its menu\n"
        f"All of it stands in {folder.name}/; your own gradebook was not touched."
    )
    return all_well


def _as_deserved(submission: Submission, points: float | None) -> bool:
    if points is None or submission.least is None or submission.most is None:
        return points is None and submission.least is None
    return submission.least <= points <= submission.most
