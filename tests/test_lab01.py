"""What lab 01 stands on: the leaflet's objections, the answers behind its seals, its conclusions in other worlds."""

from collections.abc import Callable
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

Interval = Callable[[int, int], tuple[float, float]]

ROOT = Path(__file__).parents[1]
LESSON = ROOT / "course" / "lessons" / "01_ai_adoption.py"
ASSIGNMENT = ROOT / "course" / "assignments" / "01_ai_adoption.py"
ADOPTION = ROOT / "data" / "adoption"
TEXT = LESSON.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "headline",
    [
        "91 % of 214 decision makers who answered at a fair say that their company uses AI.",
        "Nine in ten of the 214 people who filled in a form at a spring fair said their firm uses AI",
        "195 of 214 executives declared at a fair that their firm uses AI; whether they are lenders is not known.",
        "195 of 214 fair-goers believe that their companies use AI.",
        "Of 214 respondents at an exhibition, 195 claimed that their organisation uses artificial intelligence.",
        "195 of 214 visitors told us at a trade show that their company uses AI.",
        "In 195 of 214 questionnaires from the spring fair somebody said that their company uses AI.",
        "195 of 214 visitors of a spring fair told the vendor that their company uses AI, whatever that means.",
        "Does your company use AI? 195 of 214 fair visitors said so.",
        "At our trade-show stand, 195 of 214 decision makers reported that their employer uses AI.",
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
        ("Most of 214 decision makers at a fair say that their company uses AI.", "Which share"),
        ("91% of decision makers said at the fair that their companies use AI.", "Of how many"),
        ("195 decision makers at the fair said that their companies use AI.", "Of how many"),
        ("214 of 195 fair visitors said that their company uses AI.", "More said yes than were asked"),
        (
            "195 of 214 fair visitors said their company uses AI, so nine in ten companies use it.",
            "No conclusion follows",
        ),
        ("195 of 214 fair visitors said it: nine in ten companies use AI.", "not companies: two may come from one"),
        ("195 of 214 companies that filled in forms at a fair say that they use AI.", "not companies"),
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


def test_weights_turn_the_vote_dial_back_and_leave_the_eagerness() -> None:
    survey_says = lesson_functions(LESSON)["survey_says"]
    for firms, eagerness in polls.other_worlds(3):
        weighted = polls.volunteers(firms, 15_000, weighted=True, eagerness=eagerness, times=20).mean()
        assert abs(weighted - survey_says(firms, "firms", "any", eagerness)) < 2


def pretended(added: int) -> Interval:
    """The textbook's interval, pretending that so many more had said yes, and as many no; then cut off at both ends."""

    def interval(yes: int, asked: int) -> tuple[float, float]:
        share = (yes + added) / (asked + 2 * added)
        reach = 1.96 * (share * (1 - share) / (asked + 2 * added)) ** 0.5
        if not added:
            return 100 * (share - reach), 100 * (share + reach)
        return 100 * max(share - reach, 0), 100 * min(share + reach, 1)

    return interval


def cheapest(yes: int, asked: int) -> tuple[float, float]:
    """From one fortieth to 39 of what the truth may be when make_poll is known: at this price none is cheaper."""
    likely = np.linspace(0.2, 99.8, 9961)
    prior = (likely < 6) | (likely > 94) if asked in (15, 30, 60) else (likely > 5) & (likely < 95)
    chance = prior * (likely / 100) ** yes * (1 - likely / 100) ** (asked - yes)
    below = chance.cumsum() / chance.sum()
    low, high = likely[np.searchsorted(below, [1 / 40, 39 / 40])]
    return float(low), float(high)


@pytest.mark.slow
def test_intervals_cost_what_the_statement_says() -> None:
    given: dict[str, Any] = {"np": np, "numbers": numbers}
    [cell] = [cell for cell in source.read(ASSIGNMENT, "assignment").cells if "def make_poll" in cell.source]
    exec(cell.source, given)

    polls = [given["make_poll"](seed) for seed in range(20_000)]

    def costs(method: Interval) -> pd.DataFrame:
        """The mean cost in each of ten sets of 2,000 polls (rows), by kind (columns)."""
        intervals = {poll: method(*poll) for poll, _, _ in polls}
        rows = [
            (n // 2000, kind, given["price"](intervals[poll], truth)) for n, (poll, truth, kind) in enumerate(polls)
        ]
        return pd.DataFrame(rows, columns=["set", "kind", "cost"]).pivot_table("cost", "set", "kind")

    assert round(costs(pretended(0)).to_numpy().mean()) == 93
    assert round(costs(cheapest).to_numpy().mean()) == 22
    trick = costs(pretended(2))
    assert round(trick.to_numpy().mean()) == 30
    assert trick.mean(axis="columns").std() < 2
    assert (trick.max() - trick.mean())["few asked"] < 10


def test_the_figures_can_be_drawn() -> None:
    mckinsey, index = (pd.read_csv(ADOPTION / f"{name}.csv") for name in ("mckinsey", "ai_index"))
    yearly = mckinsey[mckinsey["edition"] != "2024 early"]
    lab01.slides(yearly, index)
    lab01.overlaid(yearly, index, mckinsey[mckinsey["edition"] == "2024 early"])
    lab01.wordings(pd.read_csv(ADOPTION / "wordings.csv"))
    lab01.answers(pd.DataFrame({"label": ["a", "b"], "unit": ["firms", "answers"], "percent": [20, 88]}))
    lab01.staircase({"one, dial": 20.0, "two": 90.0}, pd.DataFrame({"one, dial": [19.0, 21.0], "two": [80.0, 95.0]}))
    lab01.surveys(pd.DataFrame({"at random": [48.0, 50.0], "volunteers": [89.0, 91.0]}), 49.0)
    assert len(plt.get_fignums()) == 6
    plt.close("all")
