"""What lab 01 stands on: the leaflet's objections, the answers behind its seals, its conclusions in other worlds."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from benchmarks.lessons import lesson_functions

from bora import leaflet, polls
from bora.checks import numbers, seal
from bora.figures import lab01
from coursekit.texts import source

ROOT = Path(__file__).parents[1]
LESSON = ROOT / "course" / "lessons" / "01_ai_adoption.py"
ASSIGNMENT = ROOT / "course" / "assignments" / "01_ai_adoption.py"
ADOPTION = ROOT / "data" / "adoption"
TEXT = LESSON.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "headline",
    [
        "91 % of 214 decision makers who answered at a fair say that their company uses AI.",
        "Nine in ten of the people who filled in a form at a spring fair said their firm uses AI",
        "195 of 214 executives declared at a fair that their firm uses AI; whether they are lenders is not known.",
        "Nine in ten fair-goers believe that their company uses AI.",
        "At a trade fair, 91 of 100 respondents claimed that their organisation uses artificial intelligence.",
    ],
)
def test_a_headline_that_the_small_print_allows_meets_no_objection(headline: str) -> None:
    assert leaflet.objections(headline) == []


@pytest.mark.parametrize(
    ("headline", "objection"),
    [
        ("Nine in ten lenders already score with AI.", "nothing of lenders"),
        ("91 % of decision makers at a fair say that their company scores with AI.", "not what for"),
        ("91 % of companies at a fair say that they use AI.", "the people who filled in"),
        ("91 % of decision makers say that their company uses AI.", "at one place"),
        ("At a fair 91 % of decision makers work in a company that uses AI.", "only said so"),
        ("Most decision makers at a fair say that their company uses AI.", "Which share"),
        ("91 % of decision makers at a fair say that they use AI.", "the place where they work"),
        ("word " * 26, "at most 25"),
        (91, "in quotes"),
    ],
)
def test_a_headline_that_says_more_or_less_meets_an_objection(headline: object, objection: str) -> None:
    assert objection in " ".join(leaflet.objections(headline))


def test_the_seals_stand_for_what_the_tables_say() -> None:
    top = pd.read_csv(ADOPTION / "wordings.csv").groupby("year")["percent"].max()
    official = pd.read_csv(ADOPTION / "official_statistics.csv")
    recent = official[official["period"] >= "2025"]
    near = recent[recent["label"].str.contains("249")]["label"]
    assert seal(int(top[2018] - top[2017])) in TEXT
    assert seal(set(near)) in TEXT


def test_the_world_can_say_18_and_95() -> None:
    survey_says = lesson_functions(LESSON)["survey_says"]
    firms = polls.invent(seed=1)
    assert abs(survey_says(firms, eagerness=0.8) - 18) <= 1
    assert abs(survey_says(firms, vote="jobs", wording="any", eagerness=7) - 95) <= 1


def test_a_handful_of_random_firms_beats_weighted_volunteers_in_other_worlds_too() -> None:
    rng = np.random.default_rng(5)
    needed = []
    for seed in range(200, 220):
        firms = polls.invent(seed, tuple(np.sort(rng.uniform(0.3, 0.97, 3))), count=20_000)
        weight = firms["staff"] * np.where(firms["any"], rng.uniform(1.5, 5), 1)
        by_size = (firms["any"] * weight).groupby(firms["size"]).sum() / weight.groupby(firms["size"]).sum()
        truth = firms["any"].mean()
        bias = (by_size * firms["size"].value_counts(normalize=True)).sum() - truth
        needed.append(truth * (1 - truth) / bias**2)
    whole = np.ceil(needed)
    assert (whole.min(), np.median(whole), whole.max()) == (2, 5, 31), "as the lesson says"


@pytest.mark.slow
def test_intervals_cost_what_the_statement_says() -> None:
    given: dict[str, Any] = {"np": np, "numbers": numbers}
    [cell] = [cell for cell in source.read(ASSIGNMENT, "assignment").cells if "def make_poll" in cell.source]
    exec(cell.source, given)

    def mean_cost(added: int) -> float:
        """Of the textbook's interval, after pretending that so many more had said yes, and as many no."""
        total = 0.0
        for (yes, asked), truth, _ in polls:
            share = (yes + added) / (asked + 2 * added)
            reach = 1.96 * (share * (1 - share) / (asked + 2 * added)) ** 0.5
            ends = (share - reach, share + reach) if not added else (max(share - reach, 0), min(share + reach, 1))
            total += given["price"]([100 * end for end in ends], truth)
        return total / len(polls)

    polls = [given["make_poll"](seed) for seed in range(20_000)]
    assert round(mean_cost(added=0)) == 93
    assert round(mean_cost(added=2)) == 30


def test_the_figures_can_be_drawn() -> None:
    mckinsey, index = (pd.read_csv(ADOPTION / f"{name}.csv") for name in ("mckinsey", "ai_index"))
    yearly = mckinsey[mckinsey["edition"] != "2024 early"]
    lab01.slides(yearly, index)
    lab01.overlaid(yearly, index, left_out=(2023.6, 72))
    lab01.wordings(pd.read_csv(ADOPTION / "wordings.csv"))
    lab01.answers(pd.DataFrame({"label": ["a", "b"], "unit": ["firms", "answers"], "percent": [20, 88]}))
    lab01.staircase({"one, dial": 20.0, "two": 90.0}, pd.DataFrame({"one, dial": [19.0, 21.0], "two": [80.0, 95.0]}))
    lab01.surveys(pd.DataFrame({"at random": [48.0, 50.0], "volunteers": [89.0, 91.0]}), 49.0)
    assert len(plt.get_fignums()) == 6
    plt.close("all")
