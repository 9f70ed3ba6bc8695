"""The figures of lab 09. Each function draws one figure and says in its title what was found."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bora import style
from bora.cockpit import FLOWN, Flown, reading

COLOURS = (style.BLUE, style.ORANGE, style.GREEN, style.PINK, style.SKY, style.GREY)

WARNINGS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "feed missing": lambda entry: entry["panel"]["feed"]["rows"] == 0,
    "batch out of contract": lambda entry: bool(entry["panel"]["feed"]["fault"]),
    "freshest labels": lambda entry: entry["panel"]["pipeline"]["labels"] == "freshest",
}
"""What the panel says in words: name -> whether an entry of the log shows it."""

ACTIONS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "clerks": lambda entry: entry["action"]["do"] == "refer",
    "retrain": lambda entry: entry["action"]["do"] == "retrain",
    "promote": lambda entry: entry["action"]["do"] == "promote",
    "back or stop": lambda entry: entry["action"]["do"] in ("roll back", "stop"),
    "rule broken": lambda entry: bool(entry["broken"]),
}
"""What the pilot did: name -> whether an entry of the log shows it."""


def instruments(log: Sequence[Mapping[str, Any]]) -> None:
    """What the panel showed, month by month: defaults beside the promise, decisions, and warnings in words.

    log: the entries of a flight, `Flown.log`.
    """
    figure, (promise, granted, lanes) = plt.subplots(3, 1, figsize=(8.5, 5.4), sharex=True, height_ratios=(2, 1, 1))
    _promise(promise, log)
    promise.set_title("Young loans speak months before complete ones")
    places, now = _series(log, "granted.now")
    granted.plot(places, 100 * now, "o-", color=style.BLUE, markersize=4)
    granted.set(ylabel="granted (%)", ylim=(0, 100))
    _lanes(lanes, log, WARNINGS, style.PINK)
    style.month_ticks(lanes, FLOWN, every=6)
    figure.align_ylabels()


def recorder(flown: Flown, beside: Flown, title: str) -> None:
    """The black box of a flight: money ahead of another flight, defaults beside the promise, warnings and actions."""
    figure, axes = plt.subplots(4, 1, figsize=(8.5, 7.2), sharex=True, height_ratios=(1.6, 1.6, 1, 1.5))
    money, promise, warnings, actions = axes
    ahead = (flown.months["eur"] - beside.months["eur"]).cumsum() / 1000
    money.axhline(0, color="black", linewidth=1)
    money.fill_between(ahead.index, ahead, 0, where=ahead >= 0, color=style.BLUE, alpha=0.25, interpolate=True)
    money.fill_between(ahead.index, ahead, 0, where=ahead <= 0, color=style.ORANGE, alpha=0.35, interpolate=True)
    money.plot(ahead.index, ahead, color="black")
    money.annotate(f"{ahead.iloc[-1]:+,.0f}", (ahead.index[-1], ahead.iloc[-1]), (6, 0), **_beside())
    money.set(ylabel="thousand EUR ahead\nof never act", title=title)
    _promise(promise, flown.log)
    _lanes(warnings, flown.log, WARNINGS, style.PINK)
    _lanes(actions, flown.log, ACTIONS, style.BLUE)
    style.month_ticks(actions, FLOWN, every=6)
    figure.align_ylabels()


def worlds(ahead: pd.DataFrame, title: str, named: Sequence[int] = ()) -> None:
    """Every world as a dot: what each pilot earned ahead of never act; a band marks the middle 90 of 100 worlds.

    ahead: EUR, a row a world and a column a pilot. named: the worlds that are named in the picture.
    """
    _, axes = plt.subplots(figsize=(8.5, 0.62 * ahead.shape[1] + 1.5))
    rng = np.random.default_rng(9)
    for place, (name, money) in enumerate(reversed(list(ahead.items()))):
        gained = money.to_numpy() / 1000
        colour = COLOURS[list(ahead).index(name) % len(COLOURS)]
        low, middle, high = np.quantile(gained, [0.05, 0.5, 0.95])
        axes.plot([low, high], [place, place], color=colour, linewidth=9, alpha=0.3, solid_capstyle="butt")
        heights = place + rng.uniform(-0.2, 0.2, len(gained))
        axes.scatter(gained, heights, s=14 if len(gained) <= 40 else 5, color=colour)
        axes.plot([middle, middle], [place - 0.32, place + 0.32], color="black", linewidth=2)
        for world in named:
            spot = gained[ahead.index.get_loc(world)]
            axes.plot(spot, place, "D", color="white", markeredgecolor="black", markersize=7)
            axes.annotate(f"world {world}", (spot, place), (0, 11), textcoords="offset points", ha="center", fontsize=9)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_yticks(range(ahead.shape[1]), list(reversed([str(name) for name in ahead])))
    axes.set(xlabel="thousand EUR ahead of never act", title=title, ylim=(-0.6, ahead.shape[1] - 0.3))
    axes.grid(axis="y", visible=False)


def themes(answers: Mapping[str, Mapping[str, int]]) -> None:
    """The phases of six themes, answer beside answer: a hollow circle for the first, a full one for the last.

    answers: what an answer is called -> theme -> phase (1, 2 or 3), oldest first.
    """
    names = list(answers)
    first, last = answers[names[0]], answers[names[-1]]
    _, axes = plt.subplots(figsize=(8.5, 3.4))
    for place, theme in enumerate(reversed(list(first))):
        axes.plot([first[theme], last[theme]], [place, place], color=style.SKY, linewidth=5, alpha=0.6, zorder=1)
        axes.plot(first[theme], place, "o", color="white", markeredgecolor=style.GREY, markersize=13, zorder=2)
        axes.plot(last[theme], place, "o", color=style.BLUE, markersize=7, zorder=3)
    axes.plot([], [], "o", color="white", markeredgecolor=style.GREY, markersize=13, label=names[0])
    axes.plot([], [], "o", color=style.BLUE, markersize=7, label=names[-1])
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False)
    axes.set_yticks(range(len(first)), list(reversed(list(first))))
    axes.set_xticks((1, 2, 3), ("1 tactical", "2 strategic", "3 transformational"))
    moved = sum(last[theme] > first[theme] for theme in first)
    axes.set(xlim=(0.7, 3.3), title=f"{moved} of {len(first)} themes moved up")
    axes.grid(axis="y", visible=False)


def _series(log: Sequence[Mapping[str, Any]], name: str) -> tuple[np.ndarray, np.ndarray]:
    """A reading at the first question of each month: places of months and values, missing ones as nan."""
    found = {entry["month"]: reading(entry["panel"], name) for entry in log if entry["panel"]["asked"] == 0}
    values = [np.nan if value is None else float(value) for value in found.values()]
    return np.array([FLOWN.index(month) for month in found]), np.array(values)


def _promise(axes: Axes, log: Sequence[Mapping[str, Any]]) -> None:
    ends = {}
    for name, look, colour in (("early.z", "o-", style.ORANGE), ("outcomes.z", "s--", style.BLUE)):
        places, values = _series(log, name)
        axes.plot(places, values, look, color=colour, markersize=4)
        known = np.flatnonzero(~np.isnan(values))
        if len(known):
            ends[name] = float(values[known[-1]]), float(places[known[-1]]), colour
    for up, (name, (value, place, colour)) in zip(
        (-10, 10), sorted(ends.items(), key=lambda end: end[1]), strict=False
    ):
        plate = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        axes.annotate(name, (place, value), (8, up), color=colour, bbox=plate, **_beside())
    axes.margins(y=0.15)
    axes.axhline(3, color=style.GREY, linestyle=":", linewidth=1.5)
    axes.text(-0.4, 3.2, "3", color=style.GREY)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(ylabel="defaults above promise\n(standard deviations)", xlim=(-0.6, 26.2))


def _lanes(
    axes: Axes, log: Sequence[Mapping[str, Any]], lanes: Mapping[str, Callable[[dict[str, Any]], bool]], colour: str
) -> None:
    for place, (name, shown) in enumerate(reversed(list(lanes.items()))):
        months = sorted({FLOWN.index(entry["month"]) for entry in log if shown(dict(entry))})
        mark = style.ORANGE if name == "rule broken" else colour
        axes.scatter(months, [place] * len(months), s=55, marker="X" if mark == style.ORANGE else "s", color=mark)
    axes.set_yticks(range(len(lanes)), list(reversed(list(lanes))))
    axes.set_ylim(-0.6, len(lanes) - 0.4)


def _beside() -> dict[str, Any]:
    return {"textcoords": "offset points", "va": "center", "fontweight": "bold", "annotation_clip": False}
