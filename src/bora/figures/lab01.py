"""The figures of lab 01. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bora import style

UNITS = {
    "firms": ("o", style.BLUE, "of firms"),
    "jobs": ("s", style.GREEN, "of jobs"),
    "workers": ("^", style.GREY, "of workers"),
    "answers": ("D", style.ORANGE, "of answers"),
}
"""How a unit is drawn and called: marker, colour, words."""


def slides(mckinsey: pd.DataFrame, ai_index: pd.DataFrame) -> None:
    """The lecture's two slides: McKinsey's line, and the AI Index's bars of 2023 and 2024 (columns year, percent)."""
    _, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.4), sharey=True, width_ratios=[3, 2])
    left.plot(mckinsey["year"], mckinsey["percent"], "-o", color=style.BLUE)
    for year, percent in mckinsey.set_index("year")["percent"].tail(2).items():
        _note(left, f"{percent} %", (year, percent), (-8, 4), ha="right", color=style.BLUE, weight="bold")
    slide = ai_index[ai_index["year"].isin([2023, 2024])]
    right.bar(slide["year"].astype(str), slide["percent"], 0.6, color=style.ORANGE)
    for place, percent in enumerate(slide["percent"]):
        _note(right, f"{percent} %", (place, percent), ha="center", color=style.ORANGE, weight="bold")
    left.set(xticks=range(2017, 2026, 2), ylim=(0, 100), ylabel="“use AI”, as they publish it, %")
    left.set_title("McKinsey: 88 %, up from 78 %")
    right.set_title("AI Index: 78 %, up from 55 %")


def overlaid(mckinsey: pd.DataFrame, ai_index: pd.DataFrame, early: pd.DataFrame) -> None:
    """The two series on top of each other; `early` is the edition of early 2024, between two summers, on no slide."""
    _, axes = plt.subplots(figsize=(8.5, 3.8))
    (line,) = axes.plot(mckinsey["year"], mckinsey["percent"], "-o", color=style.BLUE)
    (rings,) = axes.plot(ai_index["year"], ai_index["percent"], "o", color=style.ORANGE, markersize=14)
    rings.set_fillstyle("none")
    [(year, percent)] = early[["year", "percent"]].to_numpy()
    axes.plot(year - 0.4, percent, "D", color=style.BLUE, fillstyle="none")
    _note(axes, f"{percent} %, early {year}:\non neither slide", (year - 0.4, percent), (-10, 6), ha="right")
    style.label_line(axes, line, "McKinsey (line, dots)", at=2, offset=(-30, 22))
    style.label_line(axes, rings, "AI Index (rings)", at=5, offset=(-30, -22))
    axes.set(ylim=(0, 100), xlim=(2016.5, 2025.7), ylabel="“use AI”, as they publish it, %")
    axes.set_title("Laid on top of each other, the two charts are one series")


def wordings(table: pd.DataFrame) -> None:
    """What one survey says, by year and by what counts as use (columns year, counts_as_use, percent, headline)."""
    _, axes = plt.subplots(figsize=(8.5, 4.2))
    years = sorted(set(table["year"]))
    for x, year in enumerate(years):
        rows = table[table["year"] == year]
        axes.plot([x, x], [rows["percent"].min(), rows["percent"].max()], color="#bbbbbb", zorder=1)
        for percent, bar, headline in rows[["percent", "counts_as_use", "headline"]].itertuples(index=False):
            published = headline == "yes"
            face = style.BLUE if published else "white"
            axes.plot(x, percent, "o", color=style.BLUE, markersize=10, markerfacecolor=face)
            look = {"va": "center", "fontsize": 9.5, "weight": "bold" if published else "normal"}
            _note(axes, fill(f"{percent} %  {bar}", 27), (x, percent), (10, 0), **look)
    axes.set(xlim=(-0.15, len(years) - 0.15), ylim=(0, 100), ylabel="respondents, %")
    axes.set_xticks(range(len(years)), [str(year) for year in years])
    newest = table.loc[table["year"] == years[-1], "percent"]
    axes.set_title(f"Move the bar for “use”, and one survey says {newest.min()} % or {newest.max()} %")


def answers(table: pd.DataFrame) -> None:
    """Published shares as dots, the smallest below; the marker says what is counted (columns label, unit, percent)."""
    ranked = table.sort_values("percent", ignore_index=True)
    _, axes = plt.subplots(figsize=(8.5, 4.8))
    for y, (unit, percent) in enumerate(ranked[["unit", "percent"]].itertuples(index=False)):
        marker, colour, counted = UNITS[unit]
        axes.plot([0, percent], [y, y], color="#dddddd", zorder=1)
        axes.plot(percent, y, marker, color=colour, markersize=9)
        _note(axes, f"{percent:g} % {counted}", (percent, y), (9, 0), va="center", color=colour, fontsize=9.5)
    axes.set_yticks(range(len(ranked)), list(ranked["label"]))
    axes.set(xlim=(0, 115), xticks=range(0, 101, 20), xlabel="“use AI”, around 2025, %")
    axes.grid(axis="y", visible=False)
    low, high = ranked["percent"].min(), ranked["percent"].max()
    axes.set_title(f"{len(ranked)} answers to “who uses AI?”: {low:g} % to {high:g} %")


def staircase(here: Mapping[str, float], worlds: pd.DataFrame) -> None:
    """What a survey says after each turn of a dial: bars for one world, a dot for each of the others (its columns)."""
    _, axes = plt.subplots(figsize=(8.5, 4.2))
    heights = list(here.values())
    floors = [0.0, *heights[:-1]]
    rng = np.random.default_rng(1)
    for x, (name, floor, height) in enumerate(zip(here, floors, heights, strict=True)):
        axes.bar(x, height - floor, 0.6, bottom=floor, color=style.BLUE if x == 0 else style.ORANGE, alpha=0.75)
        axes.plot(x + rng.uniform(-0.2, 0.2, len(worlds)), worlds[name], ".", color="black", markersize=3)
        _note(axes, f"{height:.0f} %", (x - 0.32, height), (-4, 0), ha="right", va="center", weight="bold")
    axes.text(-0.55, 92, f"dots: {len(worlds)} other worlds", fontsize=9.5)
    axes.set_xticks(range(len(here)), [name.replace(", ", ",\n") for name in here])
    axes.set(xlim=(-0.7, len(here) - 0.5), ylim=(0, 100), ylabel="“use AI”, %")
    axes.set_title(f"No lie told: from {heights[0]:.0f} % to {heights[-1]:.0f} % in three turns")


def surveys(results: pd.DataFrame, truth: float) -> None:
    """The middle 95 of 100 results of each survey design (a column, per cent), and its median, against the truth."""
    _, axes = plt.subplots(figsize=(8.5, 3.6))
    ranges = {name: np.percentile(found, [2.5, 50, 97.5]) for name, found in results.items()}
    for y, (name, (low, middle, high)) in enumerate(reversed(ranges.items())):
        colour, marker = (style.GREEN, "o") if "random" in name else (style.ORANGE, "D")
        axes.plot([low, high], [y, y], color=colour, linewidth=4, solid_capstyle="butt")
        axes.plot(middle, y, marker, color=colour, markersize=6, markeredgecolor="white")
        _note(axes, f"{middle:.0f} %", (high, y), (8, 0), va="center", color=colour, weight="bold")
    axes.axvline(truth, color=style.GREY, linestyle="--")
    _note(axes, f"truth: {truth:.0f} %", (truth, len(ranges) - 0.5), (6, 0), va="center", color=style.GREY)
    axes.set_yticks(range(len(ranges)), list(reversed(ranges)))
    axes.set(xlim=(30, 100), ylim=(-0.5, len(ranges) - 0.2), xlabel="firms with any use of AI, % (95 of 100 surveys)")
    axes.grid(axis="y", visible=False)
    axes.set_title("More answers shrink the bar, not the distance")


def _note(axes: Axes, text: str, at: tuple[Any, Any], offset: tuple[float, float] = (0, 5), **look: Any) -> None:
    """Write `text` beside the point `at`; `offset` in points, to the right and up."""
    axes.annotate(text, at, offset, textcoords="offset points", **look)
