"""The flight simulator: fast, the same every time, it survives nasty worlds, and its view holds no truth."""

import gc
import time
from dataclasses import replace
from types import FunctionType, ModuleType

import numpy as np
import pandas as pd
import pytest

from bora.flight import KEEP, Action, Event, Release, Scenario, Terrain, View, fly, psi, psi_limit
from bora.incidents import RateShock
from bora.loops import POLICIES, Loop, NeverAct
from bora.world import month_range

MONTHS = month_range("2024-01", 24)


@pytest.fixture(scope="module")
def terrain() -> Terrain:
    return Terrain(Scenario())


class Pilot:
    """Does the same thing whenever it is asked for the first time in a month."""

    def __init__(self, *actions: Action) -> None:
        self.actions, self.views = actions, []

    def act(self, view: View) -> Action:
        self.views.append(view)
        place = sum(other.month == view.month for other in self.views) - 1
        return self.actions[place] if place < len(self.actions) else KEEP


def test_twenty_four_months_take_about_a_second(terrain: Terrain) -> None:
    started = time.process_time()
    fly(terrain, Loop())
    assert time.process_time() - started < 2  # 0.3 s where nothing else runs


@pytest.mark.slow
@pytest.mark.parametrize("name", POLICIES)
def test_a_flight_is_the_same_the_second_time_and_without_cached_fits(terrain: Terrain, name: str) -> None:
    first = fly(terrain, POLICIES[name]())
    again = fly(Terrain(Scenario()), POLICIES[name]())
    pd.testing.assert_frame_equal(first.months, again.months)
    assert [(e.month, e.process, e.action, e.reason) for e in first.events] == [
        (e.month, e.process, e.action, e.reason) for e in again.events
    ]


def test_the_judge_without_a_data_gate_has_one_three_and_one_loans(terrain: Terrain) -> None:
    flight = fly(terrain, POLICIES["model gate only"]())
    judges = {e.month: e.evidence for e in flight.events if e.evidence.get("held_out_loans", 99) < 99}
    assert {month: found["held_out_loans"] for month, found in judges.items()} == {
        "2024-06": 1,
        "2024-07": 3,
        "2024-08": 1,
    }
    assert all(found["held_out_defaults"] == found["held_out_loans"] for found in judges.values())


def test_a_mirrored_target_is_stopped_by_its_tests_and_fresh_labels_are_not(terrain: Terrain) -> None:
    tests = fly(terrain, NeverAct()).log("training operationalization")
    assert list(tests["action"]) == ["deploy", "stop", "deploy", "deploy"]
    assert tests["reason"][1] == "late payers are not riskier"


@pytest.mark.slow
@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(seed=5, silent=tuple(MONTHS)),
        Scenario(seed=5, silent=tuple(month_range("2023-01", 12))),
        Scenario(seed=5, applications_per_month=1),
        Scenario(seed=5, applications_per_month=12),
        Scenario(seed=5, incidents=(RateShock("2023-01", strength=12.0),)),
        Scenario(seed=5, incidents=(RateShock("2024-01", strength=-30.0),)),
        Scenario(seed=5, releases=(Release("2023-12", labels="freshest"),), applications_per_month=60),
        Scenario(seed=5, releases=()),
    ],
    ids=[
        "no feed",
        "no feed before",
        "a few people",
        "some people",
        "disaster",
        "heaven",
        "always fresh",
        "no release",
    ],
)
def test_every_policy_survives(name: str, scenario: Scenario) -> None:
    flight = fly(Terrain(scenario), POLICIES[name]())
    assert list(flight.months["month"]) == MONTHS
    assert np.isfinite(flight.profit)


def test_what_was_impossible_is_on_record() -> None:
    nobody = fly(Terrain(Scenario(seed=5, silent=tuple(month_range("2023-01", 12)))), Loop())
    failed = next(event for event in nobody.events if event.action == "fail")
    assert failed.process == "continuous training"
    assert failed.reason == "no fit is possible: 0 of 0 loans defaulted (launch)"
    missed = fly(Terrain(Scenario(silent=("2024-05",))), NeverAct())
    assert ("2024-05", "miss") in [(event.month, event.action) for event in missed.events]
    served = [event for event in missed.events if event.process == "prediction serving"]
    assert [event.month for event in served if event.reason == "by the old scorecard"] == ["2024-05"]


def test_a_month_without_a_granted_loan_is_on_record(terrain: Terrain) -> None:
    class Refuser:
        def fit(self) -> "Refuser":
            return self

        def predict_proba(self, rows: np.ndarray) -> np.ndarray:
            return np.full((len(rows), 2), 0.99)

    strict = Terrain(Scenario())
    launch = next(event.model for event in fly(strict, NeverAct()).events if event.model)
    strict.fits[launch.key], strict.scores = Refuser(), {}
    flight = fly(strict, Loop())
    assert flight.months["granted"].iloc[0] == 0
    first = next(event for event in flight.events if event.process == "prediction serving")
    assert first.reason == "no loan granted"


def test_training_on_one_class_is_on_record_and_changes_nothing() -> None:
    heaven = Terrain(Scenario(seed=5))
    heaven.default = heaven.default.copy()
    heaven.default[heaven.rows["2023-07"].start :] = 0
    pilot = Pilot(Action("retrain", "asked", months=("2023-08", "2023-09", "2023-10", "2023-11", "2023-12")))
    flight = fly(heaven, pilot)
    failed = next(event for event in flight.events if event.action == "fail")
    assert "of" in failed.reason
    assert failed.reason.endswith("loans defaulted (asked)")
    assert flight.months["version"].iloc[-1] == 1


def test_a_promotion_counts_from_the_next_month_and_a_roll_back_undoes_it(terrain: Terrain) -> None:
    class Once:
        def act(self, view: View) -> Action:
            if view.month == "2024-03" and view.challenger is None and view.champion.version == 1:
                return Action("retrain", "practice")
            if view.month == "2024-03" and view.challenger is not None:
                return Action("promote", "practice")
            if view.month == "2024-05" and view.champion.version == 2:
                return Action("roll back", "practice")
            return KEEP

    versions = fly(terrain, Once()).months.set_index("month")["version"]
    assert list(versions["2024-02":"2024-06"]) == [1, 1, 2, 2, 1]


def test_a_stopped_service_falls_back_to_the_old_scorecard(terrain: Terrain) -> None:
    flight = fly(terrain, Pilot(Action("stop", "practice")))
    assert flight.months["version"].isna().sum() == 23
    promoted = fly(terrain, Pilot(Action("stop"), Action("promote", version=1)))
    assert promoted.months["version"].notna().all()


def test_a_version_that_does_not_exist_changes_nothing_and_is_on_record(terrain: Terrain) -> None:
    flight = fly(terrain, Pilot(Action("promote", version=77), Action("roll back")))
    assert set(flight.months["version"]) == {1}
    assert flight.count("fail") == 48


def test_an_unknown_action_is_named(terrain: Terrain) -> None:
    with pytest.raises(ValueError, match=r"2024-01: 'loop the loop' is no action; there are keep, refuse"):
        fly(terrain, Pilot(Action("loop the loop")))


def test_a_policy_that_never_keeps_still_lands(terrain: Terrain) -> None:
    stubborn = [Action("retrain", "again")] * 50
    assert len(fly(terrain, Pilot(*stubborn), months=2).months) == 2


def test_the_listener_hears_every_event_with_a_view_of_its_month(terrain: Terrain) -> None:
    heard: list[tuple[Event, str]] = []
    flight = fly(terrain, NeverAct(), lambda event, view: heard.append((event, view.month)))
    assert [event for event, _ in heard] == flight.events
    assert all(event.month == month for event, month in heard)


def test_outcomes_are_known_only_when_they_are_due(terrain: Terrain) -> None:
    pilot = Pilot()
    fly(terrain, pilot, months=12)
    view = next(view for view in pilot.views if view.month == "2024-12")
    assert view.complete("2024-06")
    assert not view.complete("2024-07")
    assert view.loans("2024-06")["default"].notna().all()
    young = view.loans("2024-11")["default"]
    assert young.isna().any()
    assert set(young.dropna()) <= {1.0}, "of young months only defaults are known"
    assert view.loans("2024-12")["default"].isna().all()


def test_no_truth_can_be_reached_from_a_view(terrain: Terrain) -> None:
    """Walks everything that the view refers to, and looks for the simulator's arrays and for true PDs."""
    pilot = Pilot()
    fly(terrain, pilot, months=6)
    secret = {id(terrain), id(terrain.pd), id(terrain.default), id(terrain.wait), id(terrain.eur_if_granted)}
    seen, waiting, arrays = set(), [pilot.views[-1]], []
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, type | ModuleType | FunctionType):
            continue
        seen.add(id(found))
        assert id(found) not in secret
        if isinstance(found, np.ndarray):
            arrays.append(found)
        waiting += gc.get_referents(found)
        if isinstance(found, np.ndarray) and found.base is not None:
            waiting.append(found.base)
    true = terrain.pd[terrain.rows["2024-03"]]
    assert len(arrays) > 20
    assert not any(array.shape == true.shape and np.array_equal(array, true) for array in arrays)
    assert not any(array.shape == terrain.pd.shape for array in arrays if array.dtype.kind == "f")


def test_tables_of_a_view_are_copies(terrain: Terrain) -> None:
    class Vandal(NeverAct):
        def act(self, view: View) -> Action:
            for table in (view.applications(view.month), view.loans(view.months[0])):
                table.iloc[:] = table.iloc[::-1].to_numpy()
            return KEEP

    assert fly(terrain, Vandal()).profit == fly(terrain, NeverAct()).profit


def test_two_policies_share_a_terrain_without_touching_each_other(terrain: Terrain) -> None:
    alone = fly(Terrain(Scenario()), Loop(spare=False)).profit
    fly(terrain, Loop(margin=None))
    assert fly(terrain, Loop(spare=False)).profit == alone


def test_the_oracle_earns_more_than_every_policy(terrain: Terrain) -> None:
    assert all(fly(terrain, make()).profit < terrain.oracle_profit() for make in POLICIES.values())


def test_luck_alone_exceeds_the_psi_limit_once_in_a_thousand() -> None:
    rng = np.random.default_rng(5)
    n, m = 6000, 1150
    limit = psi_limit(n, m, level=0.01)
    bins = np.full(10, 0.1)
    loud = [psi(rng.multinomial(n, bins), rng.multinomial(m, bins)) > limit for _ in range(4000)]
    assert np.mean(loud) == pytest.approx(0.01, abs=0.006)


def test_a_drift_that_moves_no_decision_is_no_trigger(terrain: Terrain) -> None:
    from bora.loops import drift

    class Watch(NeverAct):
        signals = None

        def act(self, view: View) -> Action:
            self.signals = view.signals()
            return KEEP

    watch = Watch()
    fly(terrain, watch, months=3)
    assert drift(watch.signals) == ["drift of burden"]
    assert drift(replace(watch.signals, granted_now=watch.signals.granted_then)) == []
    assert drift(replace(watch.signals, psi=dict.fromkeys(watch.signals.psi, 0.0))) == []
