"""Attacks on the flight simulator: what a pilot does to find out more than its panel shows.

Each file of tests/attacks/pilots defines a Pilot that refers everybody once it has found something, and keeps if not.
So a pilot that earns what never-act earns has found nothing. In a notebook, where the simulator runs in the learner's
own process, some of them do find it: that shows that they look in the right places.
"""

import re
from pathlib import Path

import pytest

from bora import cockpit
from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

ATTACKS = sorted((Path(__file__).parent / "attacks" / "pilots").glob("*.py"))
SECRET = "CANARY-OF-THE-EXAMINER: two worlds that no seed leads to"
GIVEN = CodeCell("given", "given", "from bora import cockpit")
SHIFT = 1e9


def flight(number: int) -> CodeCell:
    """A check that ends with what the pilot earns in one of two worlds."""
    code = f"cockpit.fly(cockpit.worlds(2, {SECRET!r})[{number}], Pilot(), months=5).eur + {SHIFT}"
    return CodeCell(f"hidden-9-1-world{number}", "check", code, 2 * SHIFT, ("Pilot",))


def words(path: Path, what: str) -> str:
    """What the docstring of an attack says."""
    found = re.search(rf"^{what}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path.name} does not say {what}"
    return found[1]


@pytest.fixture(scope="module")
def never() -> list[float]:
    return [cockpit.fly(world, cockpit.NeverAct(), months=5).eur for world in cockpit.worlds(2, SECRET)]


@pytest.fixture(scope="module")
def grader() -> Engine:
    with Engine(engine.Setup("made", (GIVEN,), {}, ("bora.cockpit",)), Limits()) as one:
        yield one


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_finds_nothing_in_grading(path: Path, grader: Engine, never: list[float]) -> None:
    cells = [GIVEN, CodeCell("answer-9-1", "learner", path.read_text(encoding="utf-8")), flight(0), flight(1)]
    checks = grader.grade(cells).checks
    assert [check.error for check in checks.values()] == ["", ""], checks
    assert [check.points - SHIFT for check in checks.values()] == pytest.approx(never, abs=0.01)


@pytest.mark.parametrize("path", [one for one in ATTACKS if words(one, "works") != "no"], ids=lambda path: path.stem)
def test_the_same_attack_finds_the_world_where_there_is_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = cockpit.practice(1)[0].terrain
    names: dict[str, type] = {}
    exec(compile(path.read_text(encoding="utf-8"), path.name, "exec"), names)
    flights = [cockpit.fly(world, names["Pilot"](), months=5) for _ in range(2)]
    assert any(entry["action"]["do"] == "refer" for entry in flights[-1].log)


def test_a_pilot_that_finds_something_would_be_seen(grader: Engine, never: list[float]) -> None:
    told = (ATTACKS[0].parent / "frames.py").read_text(encoding="utf-8").replace("return False", "return True")
    checks = grader.grade([GIVEN, CodeCell("answer-9-1", "learner", told), flight(0), flight(1)]).checks
    assert [check.points - SHIFT for check in checks.values()] != pytest.approx(never, abs=0.01)
