"""Load decides no mark: beside eight busy processes everybody gets the points of a quiet machine."""

import io
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell
from coursekit.grading import run
from coursekit.manifest import Course
from grading_helpers import cell_scores, hand_in, made_up_class

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

WORKS = """
import time

def works(seconds):
    started = time.process_time()
    while time.process_time() - started < seconds:
        pass
    return seconds
"""
CELLS = [
    CodeCell("answer-1-1", "learner", WORKS),
    CodeCell("check-1-1", "check", "assert works(1.0) == 1.0", 1, ("works",)),
    CodeCell("hidden-1-1", "check", "assert works(9.0) == 9.0", 1, ("works",)),
    CodeCell("answer-1-2", "learner", "works(1.0); print('done')"),
    CodeCell("answer-1-3", "learner", "works(9.0)"),
]


@pytest.fixture
def busy() -> Iterator[None]:
    """Eight processes that do nothing but work."""
    crowd = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    yield
    for process in crowd:
        process.kill()
        process.wait()


def test_what_is_within_its_time_and_what_is_not_is_the_same_on_a_crowded_machine(busy: None) -> None:
    """A second of work takes several by the clock there; the limit is 2."""
    with Engine(engine.Setup("made", (), {}, ()), Limits(cell_seconds=2, check_seconds=2)) as grader:
        result = grader.grade(CELLS)
    assert {name: check.error for name, check in result.checks.items()} == {"check-1-1": "", "hidden-1-1": "Timeout"}
    assert result.outputs["answer-1-2"][0]["text"] == "done\n"
    assert result.remarks == ["the cell answer-1-3 took too long"]


@pytest.mark.thorough
def test_a_class_gets_the_same_scores_on_a_crowded_machine(tiny: Course, busy: None) -> None:
    lab = tiny.labs[0]
    submissions = [one for one in made_up_class(tiny, lab, 1) if one.student not in ("damaged", "late")]
    hand_in(tiny, lab, submissions)
    assert run.grade_class(tiny, lab, out=io.StringIO()).review == {}
    scores = cell_scores(tiny)
    for submission in submissions:
        found = sum(scores[submission.student, cell][0] or 0 for cell in ("check-1-1", "hidden-1-1"))
        assert (submission.least or 0) <= found <= (submission.most or 0), submission.student
