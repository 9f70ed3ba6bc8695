"""The leaderboard: the same worlds for all, intervals over worlds, ties as ties, and no learner's code outside."""

import json
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from bora import cockpit
from coursekit import manifest
from coursekit.errors import CourseError
from coursekit.grading import leaderboard
from coursekit.grading.leaderboard import ranked
from coursekit.manifest import Course
from coursekit.texts import build

PILOT = """
# %% [markdown]
# ## Exercise 1.3: fly (2 points, 5 min)
#
# Write a class `Pilot`.

# %%
from bora import cockpit

# %% answer:1.3 names="Pilot"
class Pilot:
    ### BEGIN SOLUTION
    def act(self, panel):
        return {"do": "keep"}
    ### END SOLUTION


# %% check:1.3 points=1
cockpit.fly(cockpit.make_storm(1), Pilot())
assert Pilot, "There is no pilot."

# %% hidden:1.3 points=1
assert Pilot, "There is no pilot."
"""
KEEPS = "class Pilot:\n    def act(self, panel):\n        return {'do': 'keep'}"
FINED = "class Pilot:\n    def act(self, panel):\n        return {'do': 'keep' if panel['number'] != 3 else 'fly'}"
STUCK = "class Pilot:\n    def act(self, panel):\n        import os\n        os._exit(0)"


def test_who_earns_more_in_each_world_is_first_and_who_is_as_good_shares_a_place() -> None:
    rng = np.random.default_rng(1)
    luck = rng.normal(0, 100_000, 20)
    lines = ranked(
        {
            "b": luck + 50_000 + rng.normal(0, 10_000, 20),
            "a": luck + 50_000 + rng.normal(0, 10_000, 20),
            "first": luck + 100_000,
            "last": luck,
        }
    )
    assert [line.place for line in lines] == [1, 2, 2, 4]
    assert [line.tied for line in lines] == [False, True, True, False]
    assert [lines[0].student, lines[-1].student] == ["first", "last"]
    assert all(line.low < line.mean < line.high for line in lines)


def test_a_flight_that_failed_counts_as_the_worst_of_its_world_and_pays_at_most_nothing() -> None:
    lines = ranked({"fails": np.array([np.nan, 5.0, np.nan]), "flies": np.array([-3.0, 5.0, 7.0])})
    fails = next(line for line in lines if line.student == "fails")
    assert (fails.failed, fails.worst) == (2, -3.0)
    assert fails.mean == pytest.approx((-3 + 5 + 0) / 3)


def test_nobody_is_ranked_where_nobody_flew() -> None:
    assert ranked({}) == []


@pytest.fixture(scope="module")
def flying(_built_tiny_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("flying") / "course"
    shutil.copytree(_built_tiny_course, root)
    source = root / "course" / "assignments" / "01_tiny.py"
    source.write_text(source.read_text() + PILOT)
    settings = root / "course" / "course.toml"
    settings.write_text(settings.read_text().replace("points = 4", "points = 6"))
    course = manifest.load(root)
    build.build(course, [course.labs[0]])
    return course


def hand_in(course: Course, student: str, answer: str) -> None:
    notebook = nbformat.read(course.release(course.labs[0]), as_version=4)
    next(cell for cell in notebook.cells if cell.id == "answer-1-3").source = answer
    folder = course.root / "submitted" / student / course.labs[0].slug
    folder.mkdir(parents=True)
    (folder / f"{course.labs[0].slug}.ipynb").write_text(json.dumps(notebook))


@pytest.mark.slow
@pytest.mark.sandbox
def test_a_class_flies_in_the_sandbox_through_worlds_that_the_seed_makes_again(flying: Course) -> None:
    for student, answer in {"anna": KEEPS, "bob": FINED, "carla": STUCK}.items():
        hand_in(flying, student, answer)
    folder = flying.root / "submitted" / "dario" / flying.labs[0].slug
    folder.mkdir(parents=True)
    (folder / f"{flying.labs[0].slug}.ipynb").write_text("{")
    found = leaderboard.leaderboard(flying, flying.labs[0], "a seed of Monday", worlds=2)
    lines = {line.student: line for line in found.lines}
    assert lines["anna"].mean == pytest.approx(0, abs=0.01)
    assert lines["bob"].mean == pytest.approx(-cockpit.PRICES["crash"])
    assert lines["carla"].failed == 2
    assert list(found.unread) == ["dario"]
    assert [line.place for line in found.lines if line.student != "carla"] == [1, 2]
    assert "a seed of Monday" in str(found)
    assert not (flying.root / "gradebook.db").exists()


def test_a_lab_without_pilots_or_without_a_class_has_no_leaderboard(tiny: Course) -> None:
    with pytest.raises(CourseError, match="nobody has handed in 01_tiny"):
        leaderboard.leaderboard(tiny, tiny.labs[0], "x", worlds=2)
    with pytest.raises(CourseError, match="two worlds or more"):
        leaderboard.leaderboard(tiny, tiny.labs[0], "x", worlds=1)
