"""Grades are safe the second time too: reruns, faults of the machine, mended assignments, late changes of mind.

The engine is a stand-in here: what is looked at is what a run does with its results.
"""

import csv
import errno
import random
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import nbformat
import pytest
from sqlalchemy.exc import OperationalError

from coursekit import cli
from coursekit.desk import returns
from coursekit.engine.steps import CodeCell
from coursekit.errors import CourseError, MachineFault
from coursekit.grading import book, intake, receipts, run
from coursekit.grading.export import Export
from coursekit.grading.report import report
from coursekit.manifest import Course
from grading_helpers import RIGHT, WHEN, Engine, cell_scores, change, grade, stand_in

pytestmark = [pytest.mark.slow, pytest.mark.believable]

SLUG = "01_tiny"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    return stand_in(monkeypatch)


@pytest.fixture
def course(class_with_gradebook: Course, engine: Engine) -> Course:
    return class_with_gradebook


def sql(course: Course, statement: str) -> None:
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute(statement)
    database.close()


def by_hand(course: Course, cell: str, points: float) -> None:
    """What formgrader does when a teacher enters points for a cell."""
    cells = f"cell_id in (select id from base_cell where name = '{cell}')"
    sql(course, f"update grade set manual_score = {points}, needs_manual_grade = 0 where {cells}")
    sql(course, f"update comment set manual_comment = 'well said' where {cells}")


def everything(course: Course) -> tuple[object, ...]:
    """All that a class has: scores, and the bytes of graded notebooks."""
    notebooks = sorted((course.root / "autograded").rglob("*.ipynb"))
    return cell_scores(course), {path: path.read_bytes() for path in notebooks}


# Grading again


def test_what_a_person_did_stands_after_a_second_run(course: Course, engine: Engine) -> None:
    change(course, "half", "checks.close", "checks . close")
    assert list(grade(course)[0].review) == ["half"]
    by_hand(course, "written-1-2", 1.5)
    sql(course, "update grade set needs_manual_grade = 0")
    before = everything(course)
    summary, _ = grade(course)
    assert everything(course) == before
    assert summary.review == {}, "a teacher has looked at it"
    assert report(course, course.labs[0]).review == {}
    assert report(course, course.labs[0]).exercises["1.2"].scores["perfect"] == 1.5


@pytest.mark.parametrize(("words", "points"), [((), 0.25), (("--automatic",), 1.0)])
def test_points_typed_for_an_earlier_hand_in_are_final_only_when_somebody_has_said_so(
    course: Course, words: tuple[str, ...], points: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    grade(course)
    by_hand(course, "written-1-2", 1.5)
    by_hand(course, "check-1-1", 0.25)
    change(course, "perfect", RIGHT, f"{RIGHT}  # mended")
    summary, _ = grade(course)
    assert summary.review == {"perfect": book.TYPED}
    assert report(course, course.labs[0]).review["perfect"] == book.TYPED
    assert returns.finals(course, course.labs[0]).not_yet["perfect"] == book.TYPED
    assert cli.main(["accept", "01", "perfect", *words]) == 0
    by_hand(course, "written-1-2", 1.5)
    assert "perfect" not in report(course, course.labs[0]).review
    assert returns.finals(course, course.labs[0]).points["perfect"] == points + 1 + 1.5
    assert grade(course)[0].review == {}


def test_a_remark_that_a_person_has_looked_at_stays_dismissed_when_all_is_graded_again(course: Course) -> None:
    change(course, "half", "checks.close", "checks . close")
    grade(course)
    by_hand(course, "written-1-2", 1.5)
    sql(course, "update grade set needs_manual_grade = 0")
    before = cell_scores(course)
    summary, _ = grade(course, again=True)
    assert len(summary.graded) == 7
    assert summary.review == {}
    assert cell_scores(course) == before
    # another hand-in is looked at anew
    change(course, "half", "checks . close", "checks  . close")
    assert list(grade(course)[0].review) == ["half"]


def test_a_broken_hand_in_that_a_person_has_looked_at_is_not_marked_again(course: Course) -> None:
    grade(course)
    assert cell_scores(course)["damaged", "check-1-1"] == (0, None, True)
    sql(course, "update grade set needs_manual_grade = 0")
    assert list(grade(course)[0].broken) == ["damaged"]
    assert cell_scores(course)["damaged", "check-1-1"] == (0, None, False)


def test_all_is_graded_again_when_the_code_that_grades_has_changed_or_somebody_says_so(
    course: Course, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(course)
    assert engine.graded == 7
    assert len(grade(course, again=True)[0].graded) == 7
    assert len(grade(course)[0].skipped) == 7
    monkeypatch.setattr(run, "version", lambda: "mended")
    assert len(grade(course)[0].graded) == 7
    assert len(grade(course)[0].skipped) == 7


def test_the_version_of_the_grader_is_made_of_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import bora
    import coursekit

    for package in (bora, coursekit):
        shutil.copytree(Path(str(package.__file__)).parent, tmp_path / package.__name__)
        monkeypatch.setattr(package, "__file__", str(tmp_path / package.__name__ / "__init__.py"))
    before = run.version()
    assert run.version() == before
    for name in ("bora/checks.py", "coursekit/engine/shell.py", "coursekit/grading/intake.py"):
        (tmp_path / name).write_text((tmp_path / name).read_text() + "\n# mended\n")
        assert run.version() != before, name
        before = run.version()


def test_late_penalties_follow_the_deadline_the_receipt_and_points_given_by_hand(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    grade(course)

    def total(student: str) -> float:
        run_export(course)
        with (course.root / "grades.csv").open(newline="", encoding="utf-8") as stream:
            rows = {row["student_id"]: row for row in csv.DictReader(stream)}
        assert float(rows[student]["score"]) == report(course, course.labs[0]).totals()[student]
        return float(rows[student]["score"])

    assert total("perfect") == 2
    sql(course, "update assignment set duedate = '2026-11-19 12:00:00.000000'")
    grade(course)
    assert total("perfect") == 0, "the deadline was moved"
    by_hand(course, "written-1-2", 1.5)
    assert total("perfect") == 0, "points that came later are no way round the penalty"
    noted = course.root / ".coursekit" / "receipts.json"
    noted.write_text(noted.read_text().replace("2026-11-20", "2026-11-18"))
    grade(course)
    assert total("perfect") == 3.5, "the receipt was put right"


def run_export(course: Course) -> None:
    """As `nbgrader export` does."""
    with book.gradebook_of(course.root, SLUG, config := book.load_config(course.root)) as gradebook:
        Export(config=config, to=str(course.root / "grades.csv")).export(gradebook)


def test_names_of_all_kinds_are_exported(course: Course) -> None:
    grade(course)
    sql(course, "insert into student (id, last_name) values ('D''Arc, Jeanne \"J\"', '\u674e')")
    run_export(course)
    with (course.root / "grades.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["student_id"]: row for row in csv.DictReader(stream)}
    assert rows['D\'Arc, Jeanne "J"']["last_name"] == "\u674e"
    assert rows['D\'Arc, Jeanne "J"']["score"] == "0.0"


# An assignment that is mended after it was graded


def mend(course: Course, change: Callable[[list[nbformat.NotebookNode]], list[nbformat.NotebookNode]]) -> None:
    lab = course.labs[0]
    for path in (course.solution(lab), course.release(lab)):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = change(notebook.cells)
        nbformat.write(notebook, path)


def test_a_mended_check_accuses_nobody(course: Course) -> None:
    grade(course)

    def other_words(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
        for cell in cells:
            if cell.id == "check-1-1":
                cell.source += "\n# in other words"
        return cells

    mend(course, other_words)
    summary, said = grade(course)
    assert len(summary.graded) == 7
    assert summary.review == {}
    assert said.count("it was made from an earlier release; today's checks graded it") == 7
    assert "earlier release" not in grade(course)[1], "once is enough"


def test_a_check_more_and_a_check_less_keep_what_a_person_gave(course: Course) -> None:
    grade(course)
    by_hand(course, "written-1-2", 1.5)

    def one_more(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
        place = next(place for place, cell in enumerate(cells) if cell.id == "check-1-1")
        more = nbformat.from_dict(cells[place])
        more.id = more.metadata.nbgrader.grade_id = "check-1-1-more"
        more.metadata.nbgrader.points = 0.5
        return [*cells[: place + 1], more, *cells[place + 1 :]]

    mend(course, one_more)
    summary, _ = grade(course)
    assert summary.review == {}
    scores = cell_scores(course)
    assert scores["perfect", "check-1-1-more"] == (0.5, None, False)
    assert scores["perfect", "written-1-2"] == (None, 1.5, False)
    assert report(course, course.labs[0]).totals()["perfect"] == 4
    mend(course, lambda cells: [cell for cell in cells if not cell.id.startswith("check-1-1")])
    summary, _ = grade(course)
    assert summary.review == {}
    scores = cell_scores(course)
    assert sorted(cell for student, cell in scores if student == "perfect") == ["hidden-1-1", "written-1-2"]
    assert scores["perfect", "written-1-2"] == (None, 1.5, False)
    with sqlite3.connect(course.root / "gradebook.db") as database:
        said = database.execute("select distinct manual_comment from comment where manual_comment is not null")
        assert said.fetchall() == [("well said",)]
    database.close()


# This machine fails


FAULTS: dict[str, Callable[[], BaseException]] = {
    "no process": lambda: MachineFault("no process could be started: Resource temporarily unavailable"),
    "too many files": lambda: OSError(errno.EMFILE, "Too many open files"),
    "disk full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "no memory": MemoryError,
    "dead helper": lambda: BrokenPipeError(errno.EPIPE, "Broken pipe"),
    "dead executor": lambda: BrokenProcessPool("a child process terminated abruptly"),
    "gradebook": lambda: OperationalError("update", {}, sqlite3.OperationalError("database is locked")),
    "bug": lambda: KeyError("something"),
}
PLACES = {
    "reading": (Path, "read_bytes"),
    "rebuilding": (intake, "rebuild"),
    "filing": (nbformat, "writes"),
    "taking the place": (Path, "replace"),
    "entering": (book.Book, "_grade"),
    "committing": (book.Book, "_note"),
    "receipts": (receipts, "received"),
}


_TABLE = [
    (place, list(FAULTS)[(number + more) % len(FAULTS)])
    for number, place in enumerate(["grading", *PLACES])
    for more in (0, 3)
]


@pytest.mark.parametrize(("place", "fault"), _TABLE)
def test_a_fault_of_the_machine_is_never_the_learners(
    course: Course, engine: Engine, monkeypatch: pytest.MonkeyPatch, place: str, fault: str
) -> None:
    """At a random moment of a run in which everybody has handed in anew."""
    grade(course)
    by_hand(course, "written-1-2", 1.5)
    before, _ = everything(course)
    assert isinstance(before, dict)
    if place == "grading":
        engine.fails = failing(lambda cells: None, fault, upto=7)
    else:
        owner, name = PLACES[place]
        monkeypatch.setattr(owner, name, failing(getattr(owner, name), fault, upto=7))
    stopped = ""
    summary, said = run.Summary(), ""
    try:
        summary, said = grade(course, again=True)
    except CourseError as error:  # it failed before the first submission, or beyond all of them
        stopped = str(error)
    if stopped:
        assert "this machine failed" in stopped
        assert "\n" not in stopped
    else:
        assert len(summary.graded) + len(summary.failed) + len(summary.broken) == 8
        assert set(summary.broken) <= {"damaged"}, "nothing else is voided"
        assert said.count("not graded, this machine failed: ") == len(summary.failed) == 1
        assert "1 not graded" in summary.line()
    monkeypatch.undo()
    assert cell_scores(course) == before
    assert not list(course.root.rglob("*.part"))
    engine = stand_in(monkeypatch)
    summary, _ = grade(course)
    assert summary.failed == {}
    assert cell_scores(course) == before


def failing(function: Callable[..., object], fault: str, upto: int) -> Callable[..., object]:
    """The function, which fails once."""
    left = [random.Random(f"{function.__qualname__} {fault}").randint(1, upto)]

    def call(*arguments: object, **options: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            raise FAULTS[fault]()
        return function(*arguments, **options)

    return staticmethod(call) if getattr(function, "__qualname__", "").endswith("Book._grade") else call


def test_a_resubmission_that_this_machine_cannot_grade_leaves_grade_and_notebook(
    course: Course, engine: Engine
) -> None:
    grade(course)
    before = everything(course)
    change(course, "perfect", RIGHT, "2 * number + 0")

    def full(cells: list[CodeCell]) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    engine.fails = full
    summary, said = grade(course)
    assert summary.failed == {"perfect": "Too many open files"}
    assert "perfect: not graded, this machine failed: Too many open files" in said
    assert everything(course) == before
    engine.fails = lambda cells: None
    assert grade(course)[0].graded == ["perfect"]


def test_what_is_not_graded_makes_the_exit_code_1(
    course: Course, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.root)
    assert cli.main(["grade", "01", "--student", "perfect"]) == 0
    engine.fails = failing(lambda cells: None, "no process", upto=1)
    assert cli.main(["grade", "01", "--student", "perfect", "--again"]) == 1
    assert "no process could be started: Resource temporarily unavailable" in capsys.readouterr().out


def test_what_is_graded_again_is_entered_again(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    grade(course)
    before = cell_scores(course)
    sql(course, "update grade set auto_score = 0 where auto_score = 1")
    grade(course)
    assert cell_scores(course) != before
    grade(course, again=True)
    assert cell_scores(course) == before


@pytest.mark.parametrize("how", ["locked", "read-only"])
def test_a_gradebook_that_takes_nothing_is_one_sentence(
    course: Course, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    grade(course)
    before = everything(course)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("timeout=60", "timeout=1"))
    database = course.root / "gradebook.db"
    if how == "locked":
        lock = sqlite3.connect(database, isolation_level=None)
        lock.execute("begin immediate")
        lock.execute("update student set first_name = 'A'")
        says = "gradebook.db is locked by another program, twice in a row: mend that and run it again"
    else:
        real = book.Book._note

        def refuse(*_: object) -> None:
            raise OperationalError("x", {}, sqlite3.OperationalError("attempt to write a readonly database"))

        monkeypatch.setattr(book.Book, "_note", refuse)
        says = r"gradebook.db cannot be written \(attempt to write a readonly database\), twice in a row"
    with pytest.raises(CourseError, match=says):
        grade(course, again=True)
    if how == "locked":
        lock.execute("rollback")
        lock.close()
    else:
        monkeypatch.setattr(book.Book, "_note", real)
    assert everything(course) == before
    assert len(grade(course)[0].skipped) == 7


def test_a_run_that_ended_between_notebook_and_gradebook_is_finished_by_the_next(course: Course) -> None:
    grade(course)
    before = cell_scores(course)
    sql(course, "delete from coursekit_entered")
    sql(course, "update grade set auto_score = null")
    assert len(grade(course)[0].skipped) == 7
    assert cell_scores(course) == before


def test_a_name_that_is_written_in_two_ways_is_one_student_where_files_were_put_by_hand(course: Course) -> None:
    shutil.copytree(course.root / "submitted" / "perfect", course.root / "submitted" / "zoe\u0308")
    grade(course)
    assert ("zo\u00eb", "check-1-1") in cell_scores(course)
    assert grade(course, "zoe\u0308")[0].skipped == ["zo\u00eb"]


def test_without_a_receipt_a_submission_came_when_it_was_first_graded(course: Course) -> None:
    (course.root / ".coursekit" / "receipts.json").unlink()
    grade(course)
    assert receipts.received(course.root, SLUG, "perfect") > WHEN.replace(year=2026, month=1)
    assert (course.root / ".coursekit" / "seen.json").is_file()
