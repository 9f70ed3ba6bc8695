"""What lab 09 stands on: worlds that can be flown again, figures, answers behind seals, and pages that miss nothing."""

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from benchmarks import pilots

from bora import cockpit, themes
from bora.checks import seal
from bora.cockpit import Flown, NeverAct, fly, make_world, reading
from bora.figures import lab09
from coursekit import manifest
from coursekit.texts import source

ROOT = Path(__file__).parents[1]
LESSON = source.read(ROOT / "course" / "lessons" / "09_capstone.py", "lesson")
ASSIGNMENT = source.read(ROOT / "course" / "assignments" / "09_capstone.py", "assignment")
TABLE = pd.read_csv(ROOT / "data" / "pilots" / "pilots.csv").pivot(index="world", columns="pilot", values="eur")


def pilot(file: str, folder: Path) -> Any:
    """A new pilot from a file that the lesson writes."""
    cell = next(cell for cell in LESSON.cells if cell.source.startswith(f"%%writefile {file}\n"))
    (folder / file).write_text(cell.source.partition("\n")[2], encoding="utf-8")
    return runpy.run_path(str(folder / file))["Autopilot"]()


world = cache(make_world)


@cache
def never(seed: int) -> Flown:
    return fly(world(seed), NeverAct())


@pytest.fixture
def crash(tmp_path: Path) -> Flown:
    return fly(world(17), pilot("first.py", tmp_path))


def test_the_first_pilot_wins_at_home_and_crashes_in_world_17_against_two_rules(tmp_path: Path, crash: Flown) -> None:
    home = fly(world(4), pilot("first.py", tmp_path))
    assert home.eur > TABLE.loc[4, "each quarter"] > TABLE.loc[4, "never act"]
    assert home.broken == []
    assert crash.eur < TABLE.loc[17, "never act"] - 500_000
    assert crash.broken == [("2025-02", "unclean"), ("2025-02", "unjudged")]


def test_the_second_pilot_keeps_all_rules_in_world_17_and_loses_little(tmp_path: Path) -> None:
    flown = fly(world(17), pilot("second.py", tmp_path))
    assert flown.broken == []
    assert flown.eur > TABLE.loc[17, "never act"] - 50_000


def test_the_table_of_pilots_can_be_flown_again() -> None:
    assert sorted(TABLE) == ["each quarter", "naive", "never act", "oracle", "reachable", "sensible"]
    assert list(TABLE.index) == list(range(200))
    for seed in (4, 17):
        assert TABLE.loc[seed, "never act"] == pytest.approx(never(seed).eur, abs=1)
    for name, maker in (("each quarter", cockpit.AlwaysRetrain), ("reachable", pilots.Best)):
        assert TABLE.loc[4, name] == pytest.approx(fly(world(4), maker()).eur, abs=1)


def test_the_answers_behind_the_seals_stand_in_the_black_box(crash: Flown) -> None:
    text = "\n".join(cell.source for cell in LESSON.cells)
    august = next(entry["panel"] for entry in never(4).log if entry["month"] == "2024-08")
    kinds = {kind for kind, z in august["early"].items() if kind in cockpit.EMPLOYMENTS and z > 8}
    assert seal(kinds) in text
    promoted = next(entry for entry in crash.log if entry["action"]["do"] == "promote")["panel"]
    assert reading(promoted, "challenger.judged_by") == 1
    assert reading(promoted, "pipeline.labels") == "freshest"
    names = [f"challenger.{one}" for one in ("judged_by", "defaults", "held_out", "gain")]
    assert all(seal(name) in text for name in [*names, "pipeline.labels"])
    broken = [month for month in promoted["challenger"]["fitted_on"] if promoted["batches"][month]]
    assert [seal(f"batches.{month}") in text for month in broken] == [True, True, True]


def test_the_gate_of_the_lesson_is_the_one_of_the_assignment_and_refuses_what_breaks_a_rule(crash: Flown) -> None:
    gate = next(cell.source for cell in LESSON.cells if cell.source.startswith("%%writefile second.py\n"))
    names: dict[str, Any] = {}
    exec(gate.partition("\n")[2], names)
    given = next(cell.source for cell in ASSIGNMENT.cells if "class Starter:" in cell.source)
    helpers: dict[str, Any] = {}
    exec(given.partition("\nflown = ")[0], helpers)
    for entry in crash.log:
        if entry["action"]["do"] == "promote":
            panel = entry["panel"]
            assert names["may_promote"](panel, panel["challenger"]) == (not entry["broken"])
            if panel["challenger"]["gain"] is not None:
                assert helpers["may_promote"](panel) == (not entry["broken"])


def test_the_highest_z_is_one_of_the_panel_or_none() -> None:
    given = next(cell.source for cell in ASSIGNMENT.cells if "class Starter:" in cell.source)
    helpers: dict[str, Any] = {}
    exec(given.partition("\nflown = ")[0], helpers)
    nothing = dict.fromkeys(helpers["KINDS"])
    assert helpers["worst"](nothing | {"pensioner": -1.5}) == ("pensioner", -1.5)
    assert helpers["worst"](nothing) == (None, None)


def said(phase: Any, proof: str = "") -> dict[str, tuple[Any, str]]:
    return dict.fromkeys(themes.THEMES, (phase, proof))


def test_a_phase_above_one_needs_a_proof() -> None:
    assert themes.pairs_backed(said(1))
    assert themes.pairs_backed(said(3, "a log"))
    assert not themes.pairs_backed(said(2, " "))
    assert not themes.pairs_backed(said(4, "a log"))
    assert not themes.pairs_backed(said(..., "a log"))
    assert not themes.pairs_backed({"Learn": (1, "")})


def test_the_answer_of_now_is_added_to_that_of_lab_00(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = {"date": "May", "phases": dict.fromkeys(themes.THEMES, 1), "proof": {}}
    (tmp_path / "my_maturity.json").write_text(json.dumps([first]), encoding="utf-8")
    for _ in range(2):
        answers = themes.compare(tmp_path, said(2, "a log"))
    assert [phases["Learn"] for phases in answers.values()] == [1, 2]
    assert capsys.readouterr().out.splitlines() == [f"{tmp_path / themes.FILE} holds 2 answer(s)."] * 2
    assert "now (example)" in themes.compare(..., said(2, "a log"))
    assert "now (example)" in themes.compare(tmp_path / "new", ...)
    assert not (tmp_path / "new").exists()


def test_every_figure_can_be_drawn_from_a_flight_that_was_cut_off(crash: Flown) -> None:
    lab09.instruments(fly(world(4), NeverAct(), months=1).log)
    lab09.recorder(crash, never(17), "World 17")
    lab09.worlds(TABLE.loc[:19, ["sensible", "reachable"]], "Twenty worlds", named=[4])
    phases = dict.fromkeys(("Learn", "Lead", "Access", "Scale", "Secure", "Automate"), 1)
    lab09.themes({"first": phases, "now": phases | {"Lead": 2}})
    plt.close("all")


def test_every_slide_of_every_lab_stands_in_the_page_of_slides() -> None:
    page = (ROOT / "docs" / "slides.md").read_text(encoding="utf-8")
    for lab in manifest.load(ROOT).labs:
        assert [slide for slide in lab.slides if f"| {slide} |" not in page] == [], lab.slug


def test_the_checklist_names_every_lab_and_goes_to_learners() -> None:
    page = (ROOT / "docs" / "take_it_with_you.md").read_text(encoding="utf-8")
    assert [number for number in range(10) if f"{number:02}" not in page] == []
