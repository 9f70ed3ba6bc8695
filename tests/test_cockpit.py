"""The cockpit: plain panels, rules with fines, clerks, worlds that nobody can guess, numbers that are still true."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks import pilots

from bora import checks, cockpit
from bora.cockpit import AlwaysRetrain, NeverAct, fly, make_storm, make_world
from bora.flight import Terrain
from coursekit import once
from coursekit.engine import examiner
from coursekit.texts import source

KEEP = {"do": "keep"}


@pytest.fixture(scope="module")
def world() -> Terrain:
    return make_world(3)


class Script:
    """Does in a month what a dict says, once, then keeps."""

    def __init__(self, **actions: Callable[[dict[str, Any]], Any]) -> None:
        self.actions, self.panels = actions, []

    def act(self, panel: dict[str, Any]) -> Any:
        self.panels.append(panel)
        act = self.actions.get(f"m{panel['number']}")
        return act(panel) if act and panel["asked"] == 0 else KEEP


def told(do: str, **more: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda panel: {"do": do, "reason": "a test", "evidence": {"number": panel["number"]}, **more}


def test_a_flight_takes_less_than_a_second_and_is_the_same_again(world: Terrain) -> None:
    fly(world, AlwaysRetrain())
    started = time.process_time()
    flown = fly(world, AlwaysRetrain())
    assert time.process_time() - started < 1
    again = fly(make_world(3), AlwaysRetrain())
    pd.testing.assert_frame_equal(flown.months, again.months)
    assert flown.log == again.log


def test_a_panel_is_plain_data_and_missing_readings_are_none() -> None:
    pilot = Script()
    fly(make_storm(0), pilot)
    assert json.loads(json.dumps(pilot.panels)) == pilot.panels
    assert any(panel["outcomes"]["z"] is None for panel in pilot.panels)
    assert any(panel["feed"]["rows"] == 0 for panel in pilot.panels)


def test_what_a_pilot_does_to_its_panel_changes_nothing(world: Terrain) -> None:
    class Vandal:
        def act(self, panel: dict[str, Any]) -> dict[str, str]:
            for part in panel.values():
                if isinstance(part, dict | list):
                    part.clear()
            return KEEP

    assert fly(world, Vandal()).eur == fly(world, NeverAct()).eur


@pytest.mark.parametrize(
    ("rule", "script"),
    [
        ("crash", Script(m1=lambda panel: 1 / 0)),
        ("crash", Script(m1=lambda panel: None)),
        ("crash", Script(m1=told("fly"))),
        ("crash", Script(m1=told("refer"))),
        ("crash", Script(m1=told("refer", band=[0.5, 0.2]))),
        ("crash", Script(m1=told("retrain", months="2024-01"))),
        ("no reason", Script(m1=lambda panel: {"do": "stop", "reason": "", "evidence": {"number": 1}})),
        ("no reason", Script(m1=lambda panel: {"do": "stop", "reason": "because"})),
        ("false evidence", Script(m1=lambda panel: {"do": "stop", "reason": "so", "evidence": {"number": 2}})),
        ("false evidence", Script(m1=lambda panel: {"do": "stop", "reason": "so", "evidence": {"mood": 2}})),
        ("false evidence", Script(m1=lambda panel: {"do": "stop", "reason": "so", "evidence": {"number": True}})),
    ],
)
def test_each_of_these_breaks_a_rule_and_costs_its_fine(world: Terrain, rule: str, script: Script) -> None:
    flown = fly(world, script, months=3)
    assert flown.broken == [("2024-02", rule)]
    assert flown.months["fines"].tolist() == [0, cockpit.PRICES.get(rule, 50_000), 0]


def test_numbers_in_evidence_may_be_rounded_to_three_decimals(world: Terrain) -> None:
    rounded = lambda panel: {  # noqa: E731
        "do": "refer",
        "reason": "so",
        "evidence": {"granted.now": round(panel["granted"]["now"], 3), "feed.fault": panel["feed"]["fault"]},
        "band": (np.float64(0.1), 0.2),
    }
    assert fly(world, Script(m1=rounded), months=3).broken == []


def test_false_evidence_is_shown_beside_what_the_panel_says() -> None:
    shown = {"early": {"z": 1.25, "salaried": None}}
    evidence = {"early.z": 1.25, "early.salaried": 0.0, "late.z": 2}
    assert cockpit.contradicted(shown, {"do": "stop", "evidence": evidence}) == (
        "it quotes 'early.salaried' as 0.0, panel['early']['salaried'] is None; "
        "it quotes 'late.z' as 2, panel['late']['z'] does not exist"
    )


def test_a_model_of_broken_or_late_months_is_not_to_be_promoted() -> None:
    terrain = make_world(5)  # a unit change from March to May 2024
    months = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]

    class Hasty:
        def act(self, panel: dict[str, Any]) -> dict[str, Any]:
            if panel["month"] == "2024-12" and panel["asked"] == 0:
                return told("retrain", months=months)(panel)
            if panel["month"] == "2024-12" and panel["asked"] == 1:
                return told("promote")(panel)
            if panel["month"] == "2025-01" and panel["asked"] == 0:
                return told("retrain", months=["2023-11", "2023-12", "2024-12", "2025-01"])(panel)
            if panel["month"] == "2025-01" and panel["asked"] == 1:
                return told("promote")(panel)
            return KEEP

    assert fly(terrain, Hasty()).broken == [("2024-12", "unclean"), ("2025-01", "unjudged")]


def test_a_ninth_training_is_one_too_many(world: Terrain) -> None:
    months = ["2023-03", "2023-04", "2023-05", "2023-06"]
    eager = Script(**{f"m{number}": told("retrain", months=months) for number in range(9)})
    flown = fly(world, eager)
    assert flown.broken == [("2024-09", "too many trainings")]
    assert flown.months["costs"].sum() == 9 * cockpit.PRICES["training"]


def test_clerks_cost_their_price_know_the_times_and_are_few(world: Terrain) -> None:
    flown = fly(world, Script(m0=told("refer", band=[0.0, 1.0]), m3=told("refer", band=[0.0, 0.0])))
    referred = flown.months["referred"].tolist()
    assert referred[:5] == [0, 200, 200, 200, 0]
    assert flown.months["costs"].tolist()[:5] == [0, 10_000, 10_000, 10_000, 0]
    assert flown.months["eur"].sum() == pytest.approx((flown.months["loans"] - flown.months["costs"]).sum())
    assert world.pd[world.clerk_grants].mean() < 0.5 * world.pd[~world.clerk_grants].mean()


def test_a_world_without_its_tables_flies_as_before() -> None:
    whole, packed = make_world(8), make_world(8)
    packed.forget_applications()
    assert fly(whole, AlwaysRetrain()).log == fly(packed, AlwaysRetrain()).log


def test_worlds_of_a_secret_are_always_the_same_and_differ_from_those_of_another_one() -> None:
    one, other = (cockpit.worlds(1, secret)[0] for secret in ("a tram without a conductor", "a tram with two"))
    assert cockpit.worlds(1, "a tram without a conductor")[0] is one
    assert one.scenario != other.scenario
    seed = checks.seeds(1, "a tram without a conductor")[0]
    assert seed > 1 << 200
    assert make_world(seed).scenario == one.scenario


def test_the_examiner_makes_what_checks_need_before_anybody_is_examined() -> None:
    made: list[tuple[Any, ...]] = []
    tools = type("Tools", (), {"worlds": staticmethod(checks.once(lambda *rest: made.append(rest)))})
    tools.other = staticmethod(lambda *rest: made.append(("other", *rest)))
    code = "fleet = tools.worlds(2, 'secret')\ntools.worlds(n)\ntools.other(3)\nunknown.worlds(1)\n"
    examiner._prepare(code, {"tools": tools})
    examiner._prepare(code, {"tools": tools})
    assert made == [(2, "secret")]


def hidden_numbers() -> list[tuple[str, list[list[int]]]]:
    """The hidden checks that compare with numbers: their secret, and what never-act and the best pilot earn."""
    found = []
    for check in source.read(pilots.ASSIGNMENT, "assignment").checks("9.1"):
        call = re.search(r'worlds\(\s*(\d+), "(.*)"\s*\)', check.source)
        if call:
            line = check.source[check.source.index("never, best") : check.source.index("fleet")]
            lists = [json.loads(one.replace("_", "")) for one in re.findall(r"\[[\d_,\s]+\]", line)]
            found.append((call[2], lists))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 2])
def test_hidden_checks_compare_with_what_pilots_really_earn(place: int) -> None:
    secret, (never, best) = hidden_numbers()[place]
    assert len(never) == len(best) == pilots.WORLDS
    first = make_world(checks.seeds(pilots.WORLDS, secret)[0])
    assert fly(first, NeverAct()).eur == pytest.approx(never[0], rel=0.005)
    assert fly(first, pilots.Best()).eur == pytest.approx(best[0], rel=0.02)


def test_practice_is_scored_by_what_the_best_pilot_earns_there() -> None:
    [check] = [
        one for one in source.read(pilots.ASSIGNMENT, "assignment").checks("9.1") if "practice(6), reach" in one.source
    ]
    reachable = json.loads(re.search(r"reachable = (\[.*?\])", check.source)[1].replace("_", ""))  # type: ignore[index]
    table = pd.read_csv(pilots.ROOT / "data" / "pilots" / "pilots.csv")
    known = table[(table["pilot"] == "reachable") & table["world"].between(1, 6)]
    assert reachable == known.sort_values("world")["eur"].tolist()


@pytest.mark.slow
def test_the_table_of_pilots_is_made_by_its_script() -> None:
    table = pd.read_csv(pilots.TABLE)
    assert len(table) == 200
    again, kept = pilots.row(int(table["seed"][0])), table.iloc[0]
    assert {name: again[name] for name in pilots.NAMES} == pytest.approx(
        {name: kept[name] for name in pilots.NAMES}, rel=0.02
    )
    assert pilots.REPORT.read_text(encoding="utf-8") == pilots.report(table)


def test_the_assignment_asks_for_what_the_table_was_judged_by() -> None:
    text = pilots.ASSIGNMENT.read_text(encoding="utf-8")
    assert [f"reached >= {level:.2f}" in text for level in pilots.LEVELS] == [True, True, True]
    assert f"-{pilots.FLOOR:_}" in text
    assert Path("course") / "assignments" / "09_capstone.py" == pilots.ASSIGNMENT.relative_to(pilots.ROOT)


def test_which_worlds_a_check_wants_is_read_from_its_words() -> None:
    """Constants by place are known before a check runs; what is computed, or called by a keyword, is not."""
    code = "cockpit.worlds(2, 'a')\ncockpit.worlds(count, 'a')\ncockpit.storms(2, secret='a')\nlen([])\nnobody.knows(1)"
    found = list(once.calls(code, {"cockpit": cockpit, "len": len}))
    assert found == [(cockpit.worlds, (2, "a")), (cockpit.worlds, None), (cockpit.storms, None)]
