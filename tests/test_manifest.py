"""The manifest says in one line what is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit import manifest
from coursekit.errors import CourseError
from coursekit.manifest import Course

Edit = Callable[[Path, str, str], None]


def test_a_lab_is_found_by_number_and_by_slug(tiny: Course) -> None:
    assert tiny.select(["01"]) == tiny.select(["01_tiny"]) == tiny.select([]) == list(tiny.labs)


def test_a_lab_that_is_not_there_is_named_with_those_that_are(tiny: Course) -> None:
    with pytest.raises(CourseError, match="no lab '7'; the labs are 01_tiny"):
        tiny.select(["7"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('promise = "', 'promises = "', "unknown key.s. promises"),
        ('title = "Tiny"', "", "title is missing"),
        ("points = 4", 'points = "4"', "points must be a whole number"),
        ('slides = ["none"]', 'slides = "none"', "slides must be a list of strings"),
        ('slug = "01_tiny"', 'slug = "tiny"', "two digits and words"),
        ("points = 4", 'points = 4\nbuilds_on = ["09"]', "builds on 09, which is not a lab"),
        ("[[labs]]", "[[labs]", "not valid TOML"),
    ],
)
def test_a_broken_manifest_gets_one_line(tiny: Course, edit: Edit, old: str, new: str, says: str) -> None:
    edit(tiny.root / "course" / "course.toml", old, new)
    with pytest.raises(CourseError, match=says) as caught:
        manifest.load(tiny.root)
    assert "\n" not in str(caught.value)


def test_outside_a_course_the_message_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="run this inside the course's folder"):
        manifest.find_root(tmp_path)
