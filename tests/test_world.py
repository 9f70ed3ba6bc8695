"""Bora's world keeps what its docstrings promise: seeds, people, incidents, labels."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bora.incidents import (
    DEFAULT_INCIDENTS,
    Campaign,
    CategoryRename,
    Gaming,
    Incident,
    RateShock,
    UnitChange,
)
from bora.world import (
    CHANNELS,
    EMPLOYMENTS,
    OUTCOME_WINDOW,
    PURPOSES,
    REGIONS,
    TERMS,
    World,
    add_months,
    month_range,
    old_scorecard,
    simulate,
)

FRAMES = ("applications", "outcomes", "truth")


@pytest.fixture(scope="module")
def default_world() -> World:
    return simulate()


@pytest.fixture(scope="module")
def calm_world() -> World:
    return simulate(incidents=())


def bytes_of(world: World) -> bytes:
    return b"".join(getattr(world, name).to_csv(index=False).encode() for name in FRAMES)


def with_only(incident: Incident, months: int = 6, **arguments: int) -> World:
    return simulate(incidents=[incident], months=months, **arguments)


def changed_months(before: pd.Series, after: pd.Series, months: pd.Series) -> list[str]:
    """The months in which at least one value differs."""
    return sorted(months[before.to_numpy() != after.to_numpy()].unique())


# Seeds, schedules, arguments


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert bytes_of(simulate(seed=5, months=4)) == bytes_of(simulate(seed=5, months=4))


def test_another_seed_gives_another_world() -> None:
    assert bytes_of(simulate(seed=5, months=2)) != bytes_of(simulate(seed=6, months=2))


@pytest.mark.parametrize(
    "incident", [replace(one, start="2023-02", end="2023-03") for one in DEFAULT_INCIDENTS], ids=repr
)
def test_another_schedule_gives_another_world(incident: Incident) -> None:
    assert bytes_of(with_only(incident, months=4)) != bytes_of(simulate(incidents=[], months=4))


def test_the_order_of_the_incidents_does_not_matter() -> None:
    schedule = [replace(one, start="2023-02", end="2023-03") for one in DEFAULT_INCIDENTS]
    assert bytes_of(simulate(incidents=schedule, months=3)) == bytes_of(simulate(incidents=schedule[::-1], months=3))


def test_a_schedule_that_can_be_read_only_once_holds_for_all_months() -> None:
    once = iter([CategoryRename(start="2023-01")])
    world = simulate(incidents=once, months=3)  # type: ignore[arg-type]
    assert len(world.incidents) == 1
    assert "car" not in set(world.applications["purpose"])


def test_a_shorter_world_is_the_beginning_of_a_longer_one(default_world: World) -> None:
    short = simulate(months=2)
    for name in FRAMES:
        longer = getattr(default_world, name).head(len(short.applications))
        pd.testing.assert_frame_equal(getattr(short, name), longer, check_dtype=False)


def test_the_default_world_is_made_in_less_than_five_seconds() -> None:
    started = time.perf_counter()
    simulate()
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": -1}, "seed must be 0 or more, got -1"),
        ({"months": 0}, "months and applications_per_month must be 1 or more, got 0, 1150"),
        ({"months": -3}, "must be 1 or more"),
        ({"applications_per_month": 0}, "must be 1 or more, got 36, 0"),
    ],
)
def test_a_bad_argument_gives_one_clear_value_error(arguments: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        simulate(**arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        (RateShock, {"start": "2024-05", "end": "2024-04"}, r"RateShock ends \(2024-04\) before it starts \(2024-05\)"),
        (UnitChange, {"start": "2024-3"}, "a month is written like 2024-03, not '2024-3'"),
        (UnitChange, {"start": "2024-13"}, "not '2024-13'"),
        (UnitChange, {"start": "2024-01", "end": "March"}, "not 'March'"),
        (Campaign, {"start": "2024-01", "extra": -0.1}, "extra must be 0 or more, got -0.1"),
        (RateShock, {"start": "2024-01", "ramp": 0}, "ramp must be 1 or more months, got 0"),
    ],
)
def test_an_impossible_incident_gives_one_clear_value_error(
    kind: type[Incident], arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kind(**arguments)  # type: ignore[arg-type]


def test_an_incident_is_active_from_its_first_month_to_its_last() -> None:
    incident = Incident(start="2023-11", end="2024-01")
    active = [month for month in month_range("2023-09", 6) if incident.active(month)]
    assert active == ["2023-11", "2023-12", "2024-01"]


@pytest.mark.parametrize("seed", range(12))
def test_a_world_of_one_expected_application_has_the_usual_columns_even_when_nobody_comes(seed: int) -> None:
    tiny, usual = simulate(seed=seed, months=1, applications_per_month=1), simulate(months=1)
    for name in FRAMES:
        assert getattr(tiny, name).dtypes.to_dict() == getattr(usual, name).dtypes.to_dict()


def test_the_three_frames_have_the_same_applications_in_the_same_order(default_world: World) -> None:
    ids = default_world.applications["application_id"]
    assert ids.is_unique
    assert list(ids) == list(default_world.outcomes["application_id"]) == list(default_world.truth["application_id"])
    assert list(default_world.applications["month"]) == list(default_world.outcomes["month"])


def test_the_default_world_has_36_months_of_about_a_thousand_applications(default_world: World) -> None:
    sizes = default_world.applications["month"].value_counts()
    assert sorted(sizes.index) == month_range("2023-01", 36)
    assert sizes.between(1000, 1800).all()


def test_values_stay_within_what_the_docstring_says(calm_world: World) -> None:
    people = calm_world.applications
    assert people["age"].between(20, 75).all()
    assert people["amount"].between(1_000, 30_000).all()
    assert (people["amount"] % 100 == 0).all()
    assert set(people["channel"]) == set(CHANNELS)
    assert set(people["employment"]) == set(EMPLOYMENTS)
    assert set(people["purpose"]) == set(PURPOSES)
    assert set(people["region"]) == set(REGIONS)
    assert set(people["term"]) == set(TERMS)
    assert ((people["age"] >= 65) == (people["employment"] == "pensioner")).all()
    assert not people.isna().any().any()


def test_months_can_be_counted_forwards_and_backwards() -> None:
    assert add_months("2023-11", 3) == "2024-02"
    assert add_months("2024-02", -3) == "2023-11"
    assert add_months("2024-02", 0) == "2024-02"


# The same people with and without an incident


@pytest.mark.parametrize(
    "incident",
    [kind(start="2023-03", end="2023-04") for kind in (UnitChange, RateShock, Gaming, CategoryRename)],
    ids=lambda incident: type(incident).__name__,
)
def test_with_and_without_an_incident_the_people_are_the_same(incident: Incident, calm_world: World) -> None:
    world = with_only(incident)
    calm = calm_world.applications.head(len(world.applications))
    touched = {"UnitChange": "income", "Gaming": "savings", "CategoryRename": "purpose"}.get(type(incident).__name__)
    same = [column for column in calm.columns if column != touched]
    pd.testing.assert_frame_equal(world.applications[same], calm[same])
    true_values = ["application_id", "income", "savings"]
    pd.testing.assert_frame_equal(world.truth[true_values], calm_world.truth[true_values].head(len(world.truth)))


def test_outside_its_months_an_incident_changes_nothing_at_all(calm_world: World) -> None:
    world = simulate(incidents=[replace(one, start="2023-03", end="2023-04") for one in DEFAULT_INCIDENTS], months=6)
    for name in FRAMES:
        with_incidents, calm = getattr(world, name), getattr(calm_world, name)
        ids = world.applications.loc[~world.applications["month"].isin(["2023-03", "2023-04"]), "application_id"]
        one, other = (frame.set_index("application_id").loc[ids] for frame in (with_incidents, calm))
        pd.testing.assert_frame_equal(one, other, check_dtype=False)


def test_a_campaign_adds_people_after_the_others_and_leaves_these_as_they_are(calm_world: World) -> None:
    world = with_only(Campaign(start="2023-03", end="2023-04"))
    in_both = world.applications["application_id"].isin(calm_world.applications["application_id"])
    for name in FRAMES:
        calm = getattr(calm_world, name)
        calm = calm[calm_world.applications["month"] <= "2023-06"]
        both = getattr(world, name)[in_both].reset_index(drop=True)
        pd.testing.assert_frame_equal(both, calm.reset_index(drop=True), check_dtype=False)
    assert set(world.applications.loc[~in_both, "month"]) == {"2023-03", "2023-04"}


# What each incident does


def test_a_unit_change_divides_the_income_of_one_channel_by_twelve_in_its_months_only(calm_world: World) -> None:
    world = with_only(UnitChange(start="2023-03", end="2023-04"))
    seen, true = world.applications["income"], world.truth["income"]
    hit = world.applications["month"].isin(["2023-03", "2023-04"]) & (world.applications["channel"] == "broker")
    assert hit.sum() > 300
    assert (seen[hit] == (true[hit] / 12).round()).all()
    assert (seen[~hit] == true[~hit]).all()
    assert (world.truth["pd"] == calm_world.truth["pd"].head(len(world.truth))).all()


def test_a_unit_change_makes_the_scorecard_refuse_people_of_that_channel(calm_world: World) -> None:
    world = with_only(UnitChange(start="2023-03", end="2023-04"))
    hit = world.applications["month"].isin(["2023-03", "2023-04"]) & (world.applications["channel"] == "broker")
    calm = calm_world.outcomes.head(len(hit))
    assert world.outcomes.loc[hit, "accepted"].mean() < 0.2 < 0.8 < calm.loc[hit, "accepted"].mean()


def test_a_campaign_brings_about_45_in_100_more_applicants_all_young_and_from_the_web(calm_world: World) -> None:
    world = with_only(Campaign(start="2023-03", end="2023-04"))
    recruits = world.applications[~world.applications["application_id"].isin(calm_world.applications["application_id"])]
    assert len(recruits) == pytest.approx(2 * 0.45 * 1150, rel=0.1)
    assert recruits["age"].between(18, 35).all()
    assert set(recruits["channel"]) == {"web"}
    risk = world.truth.loc[recruits.index, "pd"].mean()
    assert risk > calm_world.truth["pd"].mean() + 0.05  # the young are riskier, in a way that the columns tell


def test_a_rate_shock_raises_the_risk_of_variable_incomes_in_equal_steps_and_no_column_shows_it(
    calm_world: World,
) -> None:
    world = with_only(RateShock(start="2023-03", end="2023-05"), months=7)
    calm = calm_world.truth.head(len(world.truth))
    pd.testing.assert_frame_equal(world.applications, calm_world.applications.head(len(world.applications)))
    added = np.log(world.truth["pd"] / (1 - world.truth["pd"])) - np.log(calm["pd"] / (1 - calm["pd"]))
    variable = world.applications["employment"].isin(["self_employed", "temporary"])
    steps = added[variable].groupby(world.applications["month"]).median()
    assert list(steps.round(2)) == [0.0, 0.0, 0.43, 0.87, 1.3, 0.0, 0.0]
    assert (world.truth["pd"] == calm["pd"])[~variable].all()


def test_a_rate_shock_turns_nobody_who_defaulted_into_a_good_payer(calm_world: World) -> None:
    world = with_only(RateShock(start="2023-03"))
    calm = calm_world.truth["default"].head(len(world.truth))
    assert (world.truth["default"] >= calm).all()
    assert world.truth["default"].sum() > calm.sum() + 100


def test_gaming_lifts_declared_savings_above_the_cut_and_leaves_truth_and_risk_alone(calm_world: World) -> None:
    world = with_only(Gaming(start="2023-03", end="2023-04"))
    declared, true = world.applications["savings"], world.truth["savings"]
    lied = declared != true
    assert changed_months(true, declared, world.applications["month"]) == ["2023-03", "2023-04"]
    assert declared[lied].between(3_000, 3_360).all()
    assert true[lied].between(750, 2_999).all()
    could = world.applications["month"].isin(["2023-03", "2023-04"]) & true.between(750, 2_999)
    assert lied[could].mean() == pytest.approx(0.6, abs=0.05)
    assert (world.truth["pd"] == calm_world.truth["pd"].head(len(world.truth))).all()
    assert (world.truth["default"] == calm_world.truth["default"].head(len(world.truth))).all()


def test_a_renamed_category_replaces_each_old_name_in_its_months_only(calm_world: World) -> None:
    world = with_only(CategoryRename(start="2023-03", end="2023-04"))
    before = calm_world.applications["purpose"].head(len(world.applications))
    after, months = world.applications["purpose"], world.applications["month"]
    assert changed_months(before, after, months) == ["2023-03", "2023-04"]
    hit = months.isin(["2023-03", "2023-04"])
    assert (after[hit] == before[hit].replace("car", "vehicle")).all()
    assert "vehicle" not in set(after[~hit])


@pytest.mark.parametrize("incident", DEFAULT_INCIDENTS, ids=lambda incident: type(incident).__name__)
def test_an_incident_does_not_change_the_frame_that_it_is_given(incident: Incident) -> None:
    month = simulate(incidents=[], months=1).applications.assign(month=incident.start)
    copy = month.copy(deep=True)
    incident.change_data(month, np.random.default_rng(0))
    incident.shift_risk(month)
    pd.testing.assert_frame_equal(month, copy)


def test_the_default_schedule_is_the_one_of_the_course() -> None:
    schedule = [(type(one).__name__, one.start, one.end) for one in DEFAULT_INCIDENTS]
    assert schedule == [
        ("UnitChange", "2024-03", "2024-05"),
        ("Campaign", "2024-06", "2024-08"),
        ("RateShock", "2024-10", "9999-12"),
        ("Gaming", "2025-03", "9999-12"),
        ("CategoryRename", "2025-07", "2025-08"),
    ]


# Labels


def test_labels_are_missing_exactly_where_the_loan_was_refused(default_world: World) -> None:
    refused = default_world.outcomes["accepted"] == 0
    assert 0.10 < refused.mean() < 0.25
    assert (default_world.outcomes["default"].isna() == refused).all()
    assert (default_world.outcomes["known_month"].isna() == refused).all()


def test_a_granted_loan_has_the_outcome_of_the_truth(default_world: World) -> None:
    granted = default_world.outcomes["accepted"] == 1
    assert (default_world.outcomes.loc[granted, "default"] == default_world.truth.loc[granted, "default"]).all()


def test_an_outcome_is_known_in_the_month_of_the_default_or_at_the_end_of_the_window(default_world: World) -> None:
    granted = default_world.outcomes[default_world.outcomes["accepted"] == 1]
    after = default_world.truth.loc[granted.index, "default_after"]
    months = after.where(granted["default"] == 1, OUTCOME_WINDOW)
    pairs = zip(granted["month"].head(3000), months.head(3000), strict=True)
    expected = [add_months(month, count) for month, count in pairs]
    assert list(granted["known_month"].head(3000)) == expected


def test_a_default_happens_within_the_window_and_only_defaults_have_a_month(default_world: World) -> None:
    after, default = default_world.truth["default_after"], default_world.truth["default"]
    assert after[default == 1].between(1, OUTCOME_WINDOW).all()
    assert (after[default == 0] == 0).all()


def test_loans_are_granted_by_the_old_scorecard_but_for_about_five_in_a_hundred(default_world: World) -> None:
    by_points = old_scorecard(default_world.applications) >= 100
    overruled = by_points != (default_world.outcomes["accepted"] == 1).to_numpy()
    assert overruled.mean() == pytest.approx(0.05, abs=0.005)


# Risk


def test_default_rates_agree_with_the_true_probabilities_in_every_tenth_of_the_risk(default_world: World) -> None:
    truth = default_world.truth
    tenths = truth.groupby(pd.qcut(truth["pd"], 10, labels=False))
    noise = np.sqrt((truth["pd"] * (1 - truth["pd"])).groupby(pd.qcut(truth["pd"], 10, labels=False)).sum())
    standardised = (tenths["default"].sum() - tenths["pd"].sum()) / noise
    assert (standardised.abs() < 3.5).all()
    assert (standardised**2).sum() < 29.6  # the 99.9 % point of chi-squared with 10 degrees of freedom


def test_the_refused_would_have_defaulted_far_more_often(default_world: World) -> None:
    by_decision = default_world.truth["default"].groupby(default_world.outcomes["accepted"]).mean()
    assert by_decision[0] > 2 * by_decision[1]


def test_the_points_of_the_old_scorecard_are_what_its_formula_says() -> None:
    one = pd.DataFrame(
        {
            "instalments": [100, 100],
            "amount": [6_000, 6_000],
            "term": [24, 24],
            "income": [24_000, 0],
            "late_payments": [2, 9],
            "savings": [3_000, 2_999],
            "age": [30, 29],
            "employment": ["salaried", "temporary"],
        }
    )
    # burden (350 * 12 / 24,000 = 0.175): 120 + 4.5 - 28 + 6 + 5; and burden cut at 1, late payments cut at 4
    assert list(old_scorecard(one).round(6)) == [107.5, 120 - 45 - 56 - 8]
