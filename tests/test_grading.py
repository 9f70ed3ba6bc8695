"""`coursekit grade`: nothing lost, nothing graded twice, whatever happens on the way."""

import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest

from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell
from coursekit.errors import CourseError
from coursekit.grading import receipts, run
from coursekit.grading.feedback import write_feedback
from coursekit.manifest import Course
from grading_helpers import WHEN, cell_scores, hand_in, made_up_class

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]


def grade(course: Course, *students: str, **options: object) -> run.Summary:
    return run.grade_class(course, course.labs[0], students, out=io.StringIO(), **options)  # type: ignore[arg-type]


@pytest.fixture
def class_of_tiny(class_with_gradebook: Course) -> Course:
    return class_with_gradebook


def test_a_class_is_graded_to_its_end_and_each_gets_what_it_deserves(tiny: Course) -> None:
    """Also where there is no gradebook yet."""
    hand_in(tiny, tiny.labs[0], made_up_class(tiny, tiny.labs[0]))
    summary = grade(tiny)
    assert list(summary.broken) == ["damaged"]
    assert "not valid JSON" in summary.broken["damaged"]
    assert "7 graded" in summary.line()
    assert "1 broken" in summary.line()
    scores = cell_scores(tiny)
    for submission in made_up_class(tiny, tiny.labs[0]):
        found = sum(scores[submission.student, cell][0] or 0 for cell in ("check-1-1", "hidden-1-1"))
        assert (submission.least or 0) <= found <= (submission.most or 0), submission.student
    assert scores["perfect", "written-1-2"] == (None, None, True)
    assert scores["blank", "written-1-2"] == (0.0, None, False)


def test_what_has_not_changed_is_not_graded_again(graded: Course) -> None:
    again = grade(graded)
    assert again.graded == []
    assert len(again.skipped) == 7
    assert list(again.broken) == ["damaged"]


def test_one_student_can_be_graded_alone(class_of_tiny: Course) -> None:
    assert grade(class_of_tiny, "perfect").graded == ["perfect"]
    with pytest.raises(CourseError, match="there is no submission submitted/nobody/01_tiny"):
        grade(class_of_tiny, "nobody")


def test_a_new_submission_replaces_the_old_score_and_keeps_what_the_teacher_wrote(graded: Course) -> None:
    with sqlite3.connect(graded.root / "gradebook.db") as database:
        database.execute(
            "update grade set manual_score = 1.5, needs_manual_grade = 0 where id in (select grade.id from grade "
            "join base_cell on base_cell.id = grade.cell_id where base_cell.name = 'written-1-2')"
        )
        database.execute("update comment set manual_comment = 'well said'")
    database.close()
    submissions = {one.student: one for one in made_up_class(graded, graded.labs[0])}
    swapped = [
        type(one)("perfect", one.story, submissions["blank"].content, 0, 0) if one.student == "perfect" else one
        for one in submissions.values()
    ]
    hand_in(graded, graded.labs[0], swapped)
    assert grade(graded).graded == ["perfect"]
    scores = cell_scores(graded)
    assert scores["perfect", "check-1-1"][0] == 0
    assert scores["perfect", "written-1-2"][1] == 1.5
    with sqlite3.connect(graded.root / "gradebook.db") as database:
        assert {row[0] for row in database.execute("select manual_comment from comment")} == {"well said"}
    database.close()
    earlier = graded.root / ".coursekit" / "earlier" / "01_tiny" / "perfect" / "1" / "01_tiny.ipynb"
    assert earlier.read_bytes() == submissions["perfect"].content


def test_a_broken_resubmission_leaves_no_old_score_standing(graded: Course) -> None:
    target = graded.root / "submitted" / "perfect" / "01_tiny" / "01_tiny.ipynb"
    target.write_bytes(target.read_bytes()[:200])
    assert list(grade(graded).broken) == ["damaged", "perfect"]
    assert cell_scores(graded)["perfect", "check-1-1"] == (0.0, None, True)


def test_changed_checks_make_a_class_due_again(graded: Course) -> None:
    solution = graded.solution(graded.labs[0])
    solution.write_text(solution.read_text().replace("double(0.25), 0.5", "double(0.75), 1.5"))
    assert len(grade(graded).graded) == 7


def test_only_an_assignment_that_has_changed_is_entered_again(
    class_of_tiny: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.api import Gradebook
    from nbgrader.converters import GenerateAssignment

    grade(class_of_tiny, "perfect")
    with monkeypatch.context() as patched:
        patched.setattr(GenerateAssignment, "start", lambda self: pytest.fail("it was entered again"))
        grade(class_of_tiny, "blank")
    lab = class_of_tiny.labs[0]
    for path in (class_of_tiny.solution(lab), class_of_tiny.release(lab)):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.id == "check-1-1":
                cell.metadata.nbgrader.points = 7
        nbformat.write(notebook, path)
    grade(class_of_tiny, "half")
    with Gradebook(f"sqlite:///{class_of_tiny.root}/gradebook.db") as book:
        assert book.find_grade_cell("check-1-1", lab.slug, lab.slug).max_score == 7


def test_the_time_of_receipt_is_the_teachers(class_of_tiny: Course) -> None:
    folder = class_of_tiny.root / "submitted" / "perfect" / "01_tiny"
    (folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC")
    assert receipts.received(class_of_tiny.root, "01_tiny", "perfect") == WHEN
    grade(class_of_tiny, "perfect")
    with sqlite3.connect(class_of_tiny.root / "gradebook.db") as database:
        times = {row[0] for row in database.execute("select timestamp from submitted_assignment")}
    database.close()
    assert {time[:16] for time in times} == {"2026-11-20 18:00"}


def test_the_gradebook_is_copied_away_before_each_run(class_of_tiny: Course) -> None:
    for _ in range(3):
        grade(class_of_tiny, "perfect")
    copies = sorted((class_of_tiny.root / ".coursekit" / "backups").glob("gradebook-*.db"))
    assert copies
    with sqlite3.connect(copies[-1]) as database:
        assert database.execute("select count(*) from submitted_assignment").fetchone() == (1,)
    database.close()


def test_a_second_run_says_so_and_leaves(class_of_tiny: Course) -> None:
    with run._alone(class_of_tiny.root), pytest.raises(CourseError, match=f"another run is grading .*{os.getpid()}"):
        grade(class_of_tiny)
    assert len(grade(class_of_tiny).graded) == 7


def test_a_locked_gradebook_is_waited_for(class_of_tiny: Course) -> None:
    grade(class_of_tiny, "perfect")
    lock = sqlite3.connect(class_of_tiny.root / "gradebook.db", isolation_level=None, check_same_thread=False)
    lock.execute("begin exclusive")
    threading.Timer(7, lambda: (lock.execute("rollback"), lock.close())).start()
    started = time.monotonic()
    assert len(grade(class_of_tiny).graded) == 6
    assert time.monotonic() - started > 5


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in (2, 3))])
def test_a_run_that_is_killed_is_finished_by_the_next(class_of_tiny: Course, seed: int, tmp_path: Path) -> None:
    """Five random moments a seed: 20 in all, at length. In the end everybody is graded once, with the right score."""
    moments = random.Random(seed)
    log, scratch = tmp_path / "log", tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", "import sys; from coursekit.cli import main; sys.exit(main())", "grade", "01"]
    for _ in range(5):
        with log.open("ab") as stream:
            process = subprocess.Popen(command, cwd=class_of_tiny.root, stdout=stream, stderr=stream, env=environment)
            time.sleep(moments.uniform(1.0, 5.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
        with sqlite3.connect(class_of_tiny.root / "gradebook.db") as database:
            assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        database.close()
    until = time.monotonic() + 20
    while list(scratch.glob("coursekit-*")) and time.monotonic() < until:
        time.sleep(0.2)
    assert not list(scratch.glob("coursekit-*")), "a killed run has left files"
    before = {path: path.stat().st_mtime_ns for path in (class_of_tiny.root / "autograded").rglob("01_tiny.ipynb")}
    summary = grade(class_of_tiny)
    assert sorted([*summary.graded, *summary.skipped, *summary.broken]) == sorted(
        path.name for path in (class_of_tiny.root / "submitted").iterdir()
    )
    assert {path: path.stat().st_mtime_ns for path in before} == before, "something was graded twice"
    scores = cell_scores(class_of_tiny)
    assert (scores["perfect", "check-1-1"][0], scores["perfect", "hidden-1-1"][0]) == (1, 1)
    assert (scores["blank", "check-1-1"][0], scores["blank", "hidden-1-1"][0]) == (0, 0)


def test_a_learners_process_that_is_killed_costs_only_what_it_was_doing(tiny: Course) -> None:
    assignment = run.load(tiny, tiny.labs[0])
    cells = [
        CodeCell(
            "answer-1-1",
            "learner",
            "import os\ndef double(number):\n    os._exit(1) if number < 1 else None\n    return 2 * number",
        ),
        CodeCell("check-1-1", "check", "assert double(4) == 8", 1, ("double",)),
        CodeCell("hidden-1-1", "check", "assert double(0) == 0", 1, ("double",)),
        CodeCell("answer-1-2", "learner", "os._exit(1)"),
        CodeCell("check-1-2", "check", "assert double(3) == 6", 1, ("double",)),
    ]
    with Engine(run.describe(tiny, tiny.labs[0], assignment), Limits()) as grader:
        result = grader.grade(cells)
    assert {name: check.points for name, check in result.checks.items()} == {
        "check-1-1": 1,
        "hidden-1-1": 0,
        "check-1-2": 1,
    }
    assert result.remarks == ["the cell answer-1-2 ended its own process"]


GIVEN = """
import numpy as np
import pandas as pd

from bora import checks

LIST, KEYS, SET = [[1, 2], 3], {"a": [1]}, {1, 2}
ARRAY, TABLE, COLUMN = np.arange(3), pd.DataFrame({"x": [1, 2]}), pd.Series([1.0, 2.0])

def everything():
    return repr((LIST, KEYS, SET, ARRAY, TABLE, COLUMN))

BEFORE = everything()
"""
WRECKS = """
def wreck(*things):
    for thing in things:
        if isinstance(thing, (list, dict, set)):
            thing.clear()
        elif isinstance(thing, np.ndarray):
            thing.fill(9)
        elif not isinstance(thing, int):
            thing.drop(thing.index, inplace=True)
"""
UNTOUCHED = "wreck(LIST, KEYS, SET, ARRAY, TABLE, COLUMN)\nassert everything() == BEFORE, everything()"
KEPT = """
wrecked = []
for thing in (LIST, KEYS, SET, ARRAY, TABLE, COLUMN):
    try:
        with checks.kept(thing, "It"):
            wreck(*[thing if one is thing else 0 for one in (LIST, KEYS, SET, ARRAY, TABLE, COLUMN)])
    except AssertionError as error:
        wrecked.append(str(error))
assert len(wrecked) == 6, wrecked
"""


def test_what_an_answer_does_to_its_arguments_is_seen_only_where_a_check_asks_for_it() -> None:
    """And even then everything is as it was when the next check looks."""
    given = CodeCell("given", "given", GIVEN)
    cells = [
        given,
        CodeCell("answer-1-1", "learner", WRECKS),
        CodeCell("check-1-1", "check", UNTOUCHED, 1, ("wreck",)),
        CodeCell("check-1-2", "check", KEPT, 1, ("wreck",)),
        CodeCell("hidden-1-1", "check", "assert everything() == BEFORE, everything()", 1, ("wreck",)),
    ]
    with Engine(engine.Setup("made", (given,), {}, ()), Limits()) as grader:
        result = grader.grade(cells)
    assert {name: check.message for name, check in result.checks.items()} == dict.fromkeys(result.checks, "")


def test_feedback_shows_messages_and_no_hidden_check(class_of_tiny: Course) -> None:
    grade(class_of_tiny)
    written = write_feedback(class_of_tiny, class_of_tiny.labs[0], [], jobs=2)
    assert len(written) == 7
    for student in written:
        page = (class_of_tiny.root / "feedback" / student / "01_tiny" / "01_tiny.html").read_text()
        assert "checks.raises" not in page
        assert "BEGIN HIDDEN" not in page
    halved = (class_of_tiny.root / "feedback" / "misconception-1" / "01_tiny" / "01_tiny.html").read_text()
    assert "Twice the number is asked for" in halved


def test_stock_feedback_on_this_tree_keeps_hidden_checks_to_itself_as_well(class_of_tiny: Course) -> None:
    for command in (
        ["generate_assignment", "01_tiny", "--create", "--force"],
        ["autograde", "01_tiny", "--create", "--student=misconception-1"],
        ["generate_feedback", "01_tiny", "--student=misconception-1"],
    ):
        subprocess.run(["nbgrader", *command], cwd=class_of_tiny.root, check=True, capture_output=True)
    (page,) = (class_of_tiny.root / "feedback").rglob("*.html")
    assert "checks.raises" not in page.read_text()


def test_the_autograded_notebook_is_what_formgrader_expects(class_of_tiny: Course) -> None:
    grade(class_of_tiny, "misconception-1")
    path = class_of_tiny.root / "autograded" / "misconception-1" / "01_tiny" / "01_tiny.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert "checks.raises" in cells["hidden-1-1"].source
    assert cells["check-1-1"].outputs[0].ename == "AssertionError"
    assert (path.parent / "timestamp.txt").read_text() == "2026-11-20 18:00:00 UTC"


def test_without_bubblewrap_work_is_refused_unless_it_is_trusted(
    class_of_tiny: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursekit.engine.sandbox.shutil.which", lambda name: None)
    with pytest.raises(CourseError, match="--trust runs it without one"):
        grade(class_of_tiny)
    summary = grade(class_of_tiny, trust=True)
    assert len(summary.graded) == 7
    assert cell_scores(class_of_tiny)["perfect", "check-1-1"][0] == 1


def test_a_limit_with_a_wrong_name_is_named(class_of_tiny: Course) -> None:
    config = class_of_tiny.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Limits.memory = 3\n")
    with pytest.raises(CourseError, match=r"c\.Limits\.memory, which there is not; there are cell_seconds"):
        grade(class_of_tiny)


def test_nothing_handed_in_is_said(tiny: Course) -> None:
    with pytest.raises(CourseError, match="nothing was handed in"):
        grade(tiny)
    shutil.rmtree(tiny.root / "solutions")
    (tiny.root / "submitted" / "one" / "01_tiny").mkdir(parents=True)
    with pytest.raises(CourseError, match="is missing: run 'coursekit build 01_tiny'"):
        grade(tiny)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("oops(", "nbgrader_config.py cannot be read: SyntaxError"),
        ("c.Limits.cell_seconds = 'x'", "sets c.Limits.cell_seconds to 'x'; a whole number from 1 is expected"),
        ("c.Limits.courage = 3", "sets c.Limits.courage, which there is not"),
    ],
)
def test_a_setting_that_cannot_be_is_named(class_of_tiny: Course, line: str, says: str) -> None:
    with (class_of_tiny.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{line}\n")
    with pytest.raises(CourseError, match=re.escape(says)):
        grade(class_of_tiny)


def test_a_gradebook_that_is_none_is_left_alone_and_the_copy_is_named(graded: Course) -> None:
    grade(graded, "perfect")
    (graded.root / "gradebook.db").write_text("no database")
    with pytest.raises(CourseError, match=r"cannot be read .*; the newest copy is .coursekit/backups/gradebook-"):
        grade(graded)
    assert (graded.root / "gradebook.db").read_text() == "no database"


def test_a_hidden_check_finds_the_names_of_its_place_in_the_notebook() -> None:
    """Although it is asked when all visible ones are done."""
    cells = [
        CodeCell("answer-1-1", "learner", "def f(): return 1"),
        CodeCell("check-1-1", "check", "word = 'first'", 1, ("f",)),
        CodeCell("hidden-1-1", "check", "assert (f(), word) == (1, 'first'), word", 1, ("f",)),
        CodeCell("check-1-2", "check", "word = 'second'", 1, ("f",)),
        CodeCell("hidden-1-2", "check", "assert word == 'second', word", 1, ("f",)),
    ]
    with Engine(engine.Setup("made", (), {}, ()), Limits()) as grader:
        assert {check.error for check in grader.grade(cells).checks.values()} == {""}


def test_a_right_answer_that_keeps_threads_keeps_its_points() -> None:
    """A snapshot would have none of them: each of its checks is asked by the process itself, in a run of its own."""
    pool = (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(4)\nlist(pool.map(abs, range(9)))"
    )
    cells = [
        CodeCell("answer-1-1", "learner", f"{pool}\ndef f(x): return sum(pool.map(abs, range(x)))"),
        CodeCell("check-1-1", "check", "assert f(3) == 3", 1, ("f",)),
        CodeCell("added-1", "learner", "print('more')"),
        CodeCell("hidden-1-1", "check", "assert f(4) == 6", 1, ("f",)),
    ]
    with Engine(engine.Setup("made", (), {}, ()), Limits()) as grader:
        result = grader.grade(cells)
    assert {check.error for check in result.checks.values()} == {""}
    assert result.remarks == []


def test_a_check_that_hangs_where_no_signal_is_heard_costs_the_others_nothing() -> None:
    """As a database does that a learner made: the examiner is ended, and another one asks the rest."""
    endless = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    cells = [
        CodeCell("answer-1-1", "learner", f"def f(): return {endless!r}"),
        CodeCell(
            "check-1-1", "check", "import sqlite3; sqlite3.connect(':memory:').execute(f()).fetchone()", 1, ("f",)
        ),
        CodeCell("check-1-2", "check", "assert len(f()) > 9", 1, ("f",)),
        CodeCell("hidden-1-1", "check", "assert len(f()) > 9", 1, ("f",)),
    ]
    with Engine(engine.Setup("made", (), {}, ()), Limits(check_seconds=1)) as grader:
        result = grader.grade(cells)
    assert {name: check.error for name, check in result.checks.items()} == {
        "check-1-1": "Timeout",
        "check-1-2": "",
        "hidden-1-1": "",
    }


def test_a_sleeper_is_stopped_by_the_clock_and_a_slow_worker_by_what_it_uses() -> None:
    cells = [
        CodeCell("answer-1-1", "learner", "import time; time.sleep(2); print('slept')"),
        CodeCell("answer-1-2", "learner", "time.sleep(600)"),
        CodeCell("answer-1-3", "learner", "while True: pass"),
        CodeCell("answer-1-4", "learner", "print('done')"),
    ]
    with Engine(engine.Setup("made", (), {}, ()), Limits(cell_seconds=1, patience=4)) as grader:
        result = grader.grade(cells)
    assert result.outputs["answer-1-1"][0]["text"] == "slept\n"
    assert result.outputs["answer-1-4"][0]["text"] == "done\n"
    assert result.remarks == ["the cell answer-1-2 took too long", "the cell answer-1-3 took too long"]
