"""Every grader is right: each answer of known worth gets what it deserves, in every lab with an assignment.

Once as in a notebook (the judge), once examined from another process, as `coursekit grade` does it, and a class once by
`coursekit grade` and once by stock nbgrader.
"""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest

from coursekit import manifest
from coursekit.cell_ids import CellId, exercise_of, tag_of
from coursekit.engine.engine import Engine, Limits, Result
from coursekit.grading import intake, run
from coursekit.manifest import Course, Lab
from grading_helpers import cell_scores, course_for, hand_in, made_up_class
from kept import faults_of_graders, stock_scores

# what an answer makes a library warn of costs nobody a point, and so no judge may see it as an error
pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.filterwarnings("default")]

FEW = 3
LABS = [lab for lab in manifest.load(Path(__file__).parents[1]).labs if lab.has_assignment]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_the_graders_of_a_lab_are_right(course: Course, lab: Lab, thorough: bool) -> None:
    found = faults_of_graders(course, lab, again=thorough)
    assert not found, found


@pytest.mark.believable
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_examined_from_outside_right_answers_pass_and_wrong_ones_fail_at_the_same_check(
    course: Course, lab: Lab, thorough: bool
) -> None:
    """All right answers and a few wrong ones of each exercise; `--thorough` tries all."""
    assignment = run.load(course, lab)
    given = [
        {path.parent.name: path for path in answers if path}
        for kind, few in (("right", None), ("wrong", None if thorough else FEW))
        for answers in zip_longest(*(sorted(folder.glob(f"{kind}_*.py"))[:few] for folder in _folders(course, lab)))
    ]
    with Engine(run.describe(course, lab, assignment), Limits()) as engine, ThreadPoolExecutor(2) as executor:
        results = executor.map(engine.grade, (_submission(assignment, answers) for answers in given))
        for answers, result in zip(given, results, strict=True):
            assert result.remarks == []
            for exercise, path in answers.items():
                _got_what_it_deserves(path, exercise, result)


@pytest.mark.believable
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_every_cell_gets_the_score_that_stock_nbgrader_gives(
    course: Course, lab: Lab, tmp_path: Path, thorough: bool
) -> None:
    """And both give the reference all points that checks can give, and the blank none."""
    submissions = [one for one in made_up_class(course, lab, 1) if one.student not in ("damaged", "late")]
    ours, stock = (course_for(course, lab, tmp_path / name) for name in ("ours", "stock"))
    for copy in (ours, stock):
        hand_in(copy, lab, submissions)
    summary = run.grade_class(ours, lab, out=io.StringIO())
    assert sorted(summary.graded) == sorted(one.student for one in submissions)
    assert summary.review == {}
    scores = stock_scores(course, lab, submissions, stock, again=thorough)
    assert cell_scores(ours) == scores
    for submission in submissions:
        automatic = sum(auto or 0 for (student, _), (auto, _, _) in scores.items() if student == submission.student)
        assert (submission.least or 0) <= automatic <= (submission.most or 0), submission.student


def _folders(course: Course, lab: Lab) -> list[Path]:
    return sorted(path for path in course.answers(lab).iterdir() if path.is_dir())


def _got_what_it_deserves(path: Path, exercise: str, result: Result) -> None:
    failed = [name for name, check in result.checks.items() if exercise_of(name) == exercise and check.error]
    if path.name.startswith("right_"):
        assert not failed, f"{exercise}/{path.name}: {result.checks[failed[0]]}"
    else:
        tag, name = re.findall(r"^fails: (\w+):(\S+)$", path.read_text(), re.MULTILINE)[0]
        assert failed[:1] == [str(CellId.of(tag, name))], f"{path.name}: {failed}"


def _submission(assignment: intake.Assignment, answers: dict[str, Path]) -> list[run.CodeCell]:
    """The release with these answers, by exercise, in it; checks of blank exercises cost no time."""
    filled = nbformat.from_dict(assignment.released)
    for cell in filled.cells:
        if tag_of(cell.id) == "answer" and exercise_of(cell.id) in answers:
            cell.source = answers[exercise_of(cell.id)].read_text(encoding="utf-8")
    return intake.rebuild(assignment, intake.parse(nbformat.writes(filled).encode())).cells
