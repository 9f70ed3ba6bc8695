"""Verdicts and scores are kept under what they come from: a change of that, and of nothing else, makes them anew."""

from pathlib import Path

import pytest

import kept
from coursekit import manifest
from coursekit.manifest import Course
from coursekit.texts import build
from grading_helpers import made_up_class

pytestmark = [pytest.mark.slow, pytest.mark.believable]


def keys(course: Course) -> tuple[str, str]:
    """The key of the judge's verdict, and that of stock nbgrader's scores."""
    lab = course.labs[0]
    submissions = [one for one in made_up_class(course, lab, 1) if one.student != "damaged"]
    parts = (kept._parts_of_verdict(course, lab), kept._parts_of_scores(course, lab, submissions))
    return kept._fingerprint(parts[0]), kept._fingerprint(parts[1])


def changed(course: Course, path: str, old: str, new: str) -> Course:
    text = (course.root / path).read_text(encoding="utf-8")
    assert old in text
    (course.root / path).write_text(text.replace(old, new), encoding="utf-8")
    build.build(course, list(course.labs))
    return manifest.load(course.root)


ASSIGNMENT = "course/assignments/01_tiny.py"


def test_another_word_in_a_statement_changes_neither(tiny: Course) -> None:
    before = keys(tiny)
    assert keys(changed(tiny, ASSIGNMENT, "# Why?\n", "# Why? Say it in one sentence.\n")) == before


@pytest.mark.parametrize(
    ("path", "old", "new", "verdict", "scores"),
    [
        (ASSIGNMENT, "return 2 * number", "return number + number", True, True),
        (ASSIGNMENT, "Twice the number is asked for, for", "Twice as much is asked for, for", True, True),
        (ASSIGNMENT, "hidden:1.1 points=1", "hidden:1.1 points=1.5", True, True),
        (ASSIGNMENT, "`double(4)` is 8.", "`double(4)` is 8. (its index)", True, False),
        ("tests/answers/01_tiny/1.1/right_sum.py", "number", "a_number", True, False),
    ],
)
def test_code_points_and_known_answers_change_them(
    tiny: Course, path: str, old: str, new: str, verdict: bool, scores: bool
) -> None:
    before = keys(tiny)
    after = keys(changed(tiny, path, old, new))
    assert (after[0] != before[0], after[1] != before[1]) == (verdict, scores)


def test_what_the_judge_reads_of_a_statement_is_all_that_is_kept_of_it() -> None:
    source = Path(kept.judge.__file__).read_text(encoding="utf-8")
    lines = [line.strip() for line in source.splitlines() if ".statement" in line]
    assert all(line.startswith("self.statement = ") or kept.JUDGES_WORD in line for line in lines)
