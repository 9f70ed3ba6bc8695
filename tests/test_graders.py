"""Every grader is right: each answer of known worth gets what it deserves, in every lab with an assignment."""

from pathlib import Path

import pytest

from coursekit import judge, manifest
from coursekit.manifest import Course, Lab

LABS = [lab for lab in manifest.load(Path(__file__).parents[1]).labs if lab.has_assignment]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_the_graders_of_a_lab_are_right(course: Course, lab: Lab) -> None:
    verdict = judge.judge(course, lab)
    assert not verdict.problems, verdict.report()
