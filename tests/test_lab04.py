"""Lab 04: its tables of many worlds come from its own code, its conclusions hold in them, its pictures are drawn."""

import runpy
from pathlib import Path

import pandas as pd
import pytest

from bora import bets
from bora.figures import lab04

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ROOT / "data" / "services"
MONITORS = ["schema", "data", "estimate", "outcomes", "pile"]
HARM = 10


@pytest.fixture(scope="module")
def incidents():
    return pd.read_csv(SERVICES / "incidents.csv")


@pytest.fixture(scope="module")
def models():
    return pd.read_csv(SERVICES / "models.csv")


def lost(incidents, name):
    return incidents[incidents["incident"] == name].set_index("seed")["lost"]


def share(incidents, name, monitor):
    return incidents.loc[incidents["incident"] == name, monitor].notna().mean()


@pytest.mark.slow
def test_a_world_worked_out_again_gives_the_rows_of_the_tables(incidents, models):
    seed = 17
    rows, model = runpy.run_path(str(ROOT / "benchmarks" / "worlds_04.py"))["one"](seed)

    kept = incidents[incidents["seed"] == seed].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(rows), kept, check_dtype=False, atol=0.02)
    pd.testing.assert_series_equal(
        pd.Series(model), models.set_index("seed", drop=False).loc[seed], check_names=False, atol=0.002
    )


def test_there_are_a_hundred_worlds_with_all_incidents_in_each(incidents, models):
    assert list(models["seed"]) == list(range(100))
    assert (incidents.groupby("seed")["incident"].nunique() == 7).all()


def test_the_order_of_costs_that_the_lesson_states_holds_in_95_of_100_worlds(incidents):
    shock, unit, others = lost(incidents, "rate shock"), lost(incidents, "unit change"), ("gaming", "category rename")
    assert (shock > unit).mean() >= 0.95
    for name in others:
        assert (unit > lost(incidents, name)).mean() >= 0.95
        assert (lost(incidents, name) < HARM).mean() >= 0.95
    assert (lost(incidents, "campaign") < 0).mean() >= 0.95


def test_what_the_lesson_says_of_each_monitor_holds_in_95_of_100_worlds(incidents, models):
    for name in ("unit change", "campaign", "gaming", "category rename"):
        assert share(incidents, name, "data") >= 0.95
    for name in ("unit change", "category rename"):
        assert share(incidents, name, "schema") >= 0.95
    assert share(incidents, "rate shock", "outcomes") >= 0.95
    assert share(incidents, "rate shock", "estimate") <= 0.05
    assert share(incidents, "unit change", "outcomes") <= 0.05
    assert share(incidents, "gaming", "pile") >= 0.95
    assert models[MONITORS].mean().max() <= 1


def test_as_many_models_are_over_confident_or_timid_as_the_lesson_says(models):
    assert (models["slope"] < 0.9).sum() == 8
    assert (models["slope"] > 1.1).sum() == 5


def test_the_pictures_are_what_their_script_draws():
    drawn = runpy.run_path(str(ROOT / "course" / "pictures" / "lab04.py"))["system"]()
    assert lab04.picture("system").data.strip() == drawn.strip()
    assert lab04.picture("dashboard").data.startswith(b"\x89PNG")
    with pytest.raises(FileNotFoundError, match="no picture 'moon'"):
        lab04.picture("moon")


@pytest.mark.parametrize(
    ("bet", "truth", "within", "said"),
    [
        (..., 3, 0, "No bet was placed. It is: 3."),
        (5, 3, 2, "Won: you said 5, it is 3."),
        (6, 3, 2, "Lost: you said 6, it is 3."),
        ("3", 3, 0, "Won: you said 3, it is 3."),
        ("99", 99.1, 2, "Won: you said 99, it is 99.1."),
        ("many", 3, 2, "Not counted: a number is asked, not 'many'."),
        ([3], 3, 2, "Not counted: a number is asked, not [3]."),
        ("Parity ", "parity", 0, "Won: you said Parity , it is parity."),
        ({"a"}, {"a"}, 0, "Won: it is a."),
        ({"a", "b"}, {"a", "c"}, 0, "1 right, 1 too many: it is a, c."),
        (["a", "b", "c"], ["b", "a", "c"], 0, "2 of 3 pairs are in the right order. It is: b > a > c."),
        (["a"], ["b", "a"], 0, "Not counted: a list of these is asked, each once: a, b."),
        (["a", "a"], ["b", "a"], 0, "Not counted: a list of these is asked, each once: a, b."),
        (["c", "b", "a"], ["a", {"b", "c"}], 0, "0 of 2 pairs are in the right order. It is: a > b = c."),
        (3, {"a"}, 0, "Not counted: a set is asked, like {'this', 'that'}."),
    ],
)
def test_a_bet_comes_back_scored(bet, truth, within, said, capsys):
    bets.settle(bet, truth, within)
    assert capsys.readouterr().out.strip() == said
