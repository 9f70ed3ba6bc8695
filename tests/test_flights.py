"""The table of flights in data/flights/: a sample is flown again, and the lesson's conclusions are read from it."""

from pathlib import Path

import pandas as pd
import pytest

from bora.flight import Terrain
from bora.flights import FAMILIES, WORLDS, scenario, world_rows
from bora.loops import POLICIES

pytestmark = pytest.mark.slow

TABLE = pd.read_csv(Path(__file__).parents[1] / "data" / "flights" / "flights.csv")


def test_the_table_holds_every_policy_in_every_world_and_none_crashed() -> None:
    assert len(TABLE) == len(FAMILIES) * WORLDS * len(POLICIES)
    assert not TABLE.duplicated(["family", "world", "policy"]).any()
    assert (TABLE["months"] == 24).all()


@pytest.mark.parametrize(("family", "world"), [("other luck", 3), ("other luck", 71), ("other order", 4)])
def test_a_sample_of_worlds_comes_out_the_same_when_flown_again(family: str, world: int) -> None:
    then = TABLE[(TABLE["family"] == family) & (TABLE["world"] == world)].reset_index(drop=True)
    now = pd.DataFrame(world_rows(family, world))
    assert list(now["policy"]) == list(then["policy"])
    counts = [name for name in then if then[name].dtype == int and not name.endswith("eur")]
    pd.testing.assert_frame_equal(now[counts], then[counts])
    for name in ("eur", "worst_month_eur", "oracle_eur"):  # other processors round differently, in the last digits
        assert now[name].to_numpy() == pytest.approx(then[name].to_numpy(), rel=1e-6)


def test_worlds_of_a_family_differ_and_a_world_is_always_the_same() -> None:
    assert scenario("other order", 3) == scenario("other order", 3)
    assert len({str(scenario("other order", number)) for number in range(1, 21)}) == 20
    with pytest.raises(ValueError, match="there is no family 'nice'; there are other luck, other order"):
        scenario("nice", 1)


def test_no_policy_beats_the_true_pds() -> None:
    assert (TABLE["eur"] < TABLE["oracle_eur"]).all()


def test_a_terrain_of_another_order_flies_other_incidents() -> None:
    assert Terrain(scenario("other order", 1)).oracle_profit() != Terrain(scenario("other order", 2)).oracle_profit()


def test_what_the_lesson_generalises_holds_in_95_of_100_worlds() -> None:
    money = TABLE.pivot(index=["family", "world"], columns="policy", values="eur")
    gated = money["gates, batch by batch"]
    stricter_is_not_safer = (gated >= money["strict gates"]).groupby("family").sum()
    assert (stricter_is_not_safer >= 95).all()
    assert (gated > money["never act"])["other luck"].sum() >= 95
    judges = TABLE[TABLE["policy"] == "model gate only"]
    assert ((judges["smallest_judge"] < 10).groupby(judges["family"]).sum() >= 95).all()


def test_what_the_lesson_calls_an_insurance_cuts_the_worst_twentieth() -> None:
    money = TABLE.pivot(index=["family", "world"], columns="policy", values="eur")
    gained = money.sub(money["never act"], axis=0).groupby("family").quantile(0.05)
    assert (gained["gates, batch by batch"] > gained["blind retraining"] + 100_000).all()
