"""One incident, seven inboxes: the cases are plain, tell nothing but by their evidence, and need several readers."""

import json
from pathlib import Path

import pandas as pd
import pytest

from bora import inboxes
from bora.inboxes import ABOUT, CAUSES, DS, MONTHS, OWNS, ROLES, TABLES, brier, draw, pieces, settled
from ideal_reader import SEEDS, readings

SAMPLE = range(64)


@pytest.fixture(scope="module")
def read() -> pd.DataFrame:
    """What an ideal reader believes of the true cause: a row a case, a column a choice of inboxes."""
    return readings(SAMPLE).set_index("seed").drop(columns="cause")


def chosen(read: pd.DataFrame, count: int) -> pd.DataFrame:
    return read[[name for name in read if name.count("+") == count - 1]]


def test_a_case_is_plain_data_and_the_same_every_time() -> None:
    case = draw(7)
    assert json.dumps(draw(7).inboxes) == json.dumps(case.inboxes)
    assert set(case.inboxes) == set(ROLES)
    for role, inbox in case.inboxes.items():
        assert [row["month"] for row in inbox["table"]] == list(MONTHS)
        assert {name for row in inbox["table"] for name in row} == {"month", TABLES[role].name}
        assert all(set(note) == {"month", "form", "about", "text"} for note in inbox["notes"])


def test_every_cause_has_a_note_in_every_case_and_the_true_one_is_dated_in_its_month() -> None:
    for seed in SAMPLE:
        case = draw(seed)
        dated = {
            cause: [note["month"] for note in case.inboxes[OWNS[cause]]["notes"] if note["about"] == ABOUT[cause]]
            for cause in CAUSES
        }
        assert all(len(months) == 1 for months in dated.values())
        assert dated[case.truth["cause"]] == [case.truth["month"]]


def test_whose_table_moved_first_is_one_role_and_outcomes_come_late() -> None:
    for seed in SAMPLE:
        case = draw(seed)
        first = min(case.moved.values())
        assert [role for role, month in case.moved.items() if month == first] == [case.truth["first"]]
        if DS in case.moved:
            assert MONTHS.index(case.moved[DS]) == MONTHS.index(case.truth["month"]) + inboxes.OUTCOMES_LATE


@pytest.mark.parametrize("seed", [3, 12, 2**200])
def test_what_chance_decides_does_not_depend_on_the_cause(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    one = draw(seed)
    monkeypatch.setattr(inboxes, "CAUSES", CAUSES[1:] + CAUSES[:1])
    other = draw(seed)
    assert one.truth["cause"] != other.truth["cause"]
    assert one.mails == other.mails
    assert one.truth["month"] == other.truth["month"]
    before = MONTHS.index(one.truth["month"])
    for role in ROLES:
        assert one.inboxes[role]["table"][:before] == other.inboxes[role]["table"][:before]


def test_one_inbox_leaves_the_cause_open(read: pd.DataFrame) -> None:
    alone = chosen(read, 1)
    assert alone.mean().max() < 0.45
    assert (alone > 0.9).to_numpy().mean() < 0.05


def test_three_inboxes_settle_it_and_two_often_do_not(read: pd.DataFrame) -> None:
    mean = {count: chosen(read, count).to_numpy().mean() for count in (1, 2, 3, 7)}
    assert mean[1] < 0.35 < mean[2] < 0.55 < 0.6 < mean[3] < 0.75 < 0.9 < mean[7]
    best = {count: (chosen(read, count).max(axis=1) > 0.9).mean() for count in (1, 2, 3)}
    assert best[1] < 0.15
    assert best[2] < 0.85
    assert best[3] > 0.9


def test_the_shipped_readings_are_those_of_the_ideal_reader() -> None:
    shipped = pd.read_csv(Path(__file__).parents[1] / "data" / "inboxes" / "readings.csv")
    assert list(shipped["seed"]) == list(SEEDS)
    pd.testing.assert_frame_equal(shipped.iloc[16:24].reset_index(drop=True), readings(range(16, 24)), atol=0.002)


def test_the_cause_is_settled_when_somebody_holds_all_pieces() -> None:
    mails = [
        {"month": "2024-05", "day": 9, "from": "a", "to": "b"},
        {"month": "2024-05", "day": 3, "from": "b", "to": "c"},
        {"month": "2024-07", "day": 1, "from": "b", "to": "c"},
    ]
    assert settled(mails, {"a": "2024-05", "c": "2024-04"}) == "2024-07"
    assert settled(mails, {"a": "2024-06", "c": "2024-04"}) is None
    assert settled(mails, {"c": "2024-04"}) == "2024-04"


def test_pieces_are_the_first_tables_that_moved_and_the_note_where_few_did() -> None:
    for seed in SAMPLE:
        case = draw(seed)
        found = pieces(case)
        assert case.truth["first"] in found
        assert set(found) <= set(case.moved) | {OWNS[case.truth["cause"]]}
        assert 1 <= len(found) <= 3


def test_a_lunch_never_makes_it_later_and_a_bridge_helps() -> None:
    late = pd.DataFrame([inboxes.months_late(draw(seed)) for seed in SAMPLE])
    assert (late.ge(0)).all(axis=None)
    assert late.le(late["none"], axis=0).all(axis=None)
    assert late["DevOps + model risk manager"].mean() < late["none"].mean() / 2
    assert late["DevOps + ML architect"].mean() > late["none"].mean() / 2


def test_brier_score() -> None:
    assert brier({"campaign": 1.0}, "campaign") == 0
    assert brier({"campaign": 1.0}, "gaming") == 2
    assert brier(dict.fromkeys(CAUSES, 1 / 8), "gaming") == pytest.approx(7 / 8)
    with pytest.raises(ValueError, match="these sum to"):
        brier({"campaign": 0.4}, "campaign")
    with pytest.raises(ValueError, match="not a cause: weather"):
        brier({"weather": 1.0}, "campaign")


def test_a_stake_is_scored_in_one_line_that_does_not_tell_the_cause(capsys: pytest.CaptureFixture[str]) -> None:
    case = draw(20)
    stakes = (..., {case.truth["cause"]: 1.0}, {"campaign": 0.5}, {"weather": 1}, ["campaign"], {"campaign": "much"})
    for belief in stakes:
        inboxes.stake(belief, case)
    lines = capsys.readouterr().out.splitlines()
    starts = ("No bet was placed", "Your Brier score is 0.00", *["Not counted"] * 4)
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True))
    assert not any(case.truth["cause"] in line for line in lines[:2])


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="seed must be 0 or more"):
        draw(-1)


def test_a_table_that_moved_is_told_from_one_that_did_not() -> None:
    told = [inboxes.move(role, case.inboxes[role]["table"]) for case in map(draw, SAMPLE) for role in ROLES]
    moved = [case.moved.get(role) for case in map(draw, SAMPLE) for role in ROLES]
    right = [
        found == month if month is None else found is not None and found[0] == month
        for found, month in zip(told, moved, strict=True)
    ]
    assert sum(right) > 0.9 * len(right)
