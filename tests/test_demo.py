"""The demonstration shows the truth, stays in its folder, and stock nbgrader gives each submission what it deserves."""

import hashlib
from pathlib import Path

import pytest

from coursekit import demo, manifest
from coursekit.classroom import automatic_points, classroom
from coursekit.errors import CourseError
from coursekit.manifest import Course

pytestmark = pytest.mark.slow

GRADED = [lab for lab in manifest.load(Path(__file__).parents[1]).labs if lab.has_assignment]


@pytest.mark.parametrize("stock", [False, pytest.param(True, marks=pytest.mark.thorough)], ids=["coursekit", "stock"])
def test_a_whole_class_goes_through_the_loop(
    tiny: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str], stock: bool
) -> None:
    teachers = tiny.root / "gradebook.db"
    teachers.write_bytes(b"a term's work")
    before = hashlib.sha256(teachers.read_bytes()).digest()
    assert demo.demo(tiny, tiny.labs[0], tmp_path / "demo", stock=stock)
    shown = capsys.readouterr().out
    assert "NO" not in shown
    for line in ("perfect  ", "blank  ", "late  ", "damaged  ", "misconception-3  ", "cannot be graded", ", late"):
        assert line in shown
    assert hashlib.sha256(teachers.read_bytes()).digest() == before
    assert not list(tmp_path.glob("*.db"))


def test_a_folder_that_no_demo_made_is_left_alone(tiny: Course, tmp_path: Path) -> None:
    precious = tmp_path / "demo" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("three years")
    with pytest.raises(CourseError, match="was not made by a demo: it is left alone"):
        demo.demo(tiny, tiny.labs[0], tmp_path / "demo")
    assert precious.read_text() == "three years"


def test_the_made_up_class_knows_what_each_submission_deserves(course: Course) -> None:
    for lab in GRADED:
        made = {one.student: one for one in classroom(course, lab)}
        total = made["perfect"].most
        assert total is not None
        assert 0 < total < lab.points
        assert (made["half"].most or 0) < total
        assert made["damaged"].most is None
        assert all((one.most or 0) < total for name, one in made.items() if name.startswith("misconception"))


def test_automatic_points_are_summed_by_exercise(tiny: Course) -> None:
    import nbformat

    assert automatic_points(nbformat.read(tiny.release(tiny.labs[0]), 4)) == {"1.1": 2.0}
