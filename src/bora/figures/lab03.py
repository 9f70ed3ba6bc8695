"""The figures of lab 03. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping
from typing import Any, Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bora import style

CHOICES = ("none", "1", "2", "3", "1+2", "1+3", "2+3", "1+2+3")
"""The contracts in force, of the first three, as they stand in data/handoffs/relay.csv."""


def shares(parts: pd.DataFrame) -> None:
    """The code of a system as areas, a column a part, and the model as a black box in one of them.

    parts: what `bora.census.count` returns.
    """
    _, axes = plt.subplots(figsize=(8.5, 3.2))
    total, left = parts["lines"].sum(), 0.0
    colours = (style.SKY, style.BLUE, style.GREEN, style.AMBER, style.PINK)
    for colour, row in zip(colours, parts.itertuples(), strict=True):
        width = row.lines / total
        axes.add_patch(Rectangle((left, 0), width, 1, facecolor=colour, alpha=0.55, edgecolor="white", linewidth=2))
        wide = width > 0.06
        spot = (left + width / 2, 0.93) if wide else (left + width / 2, 1.03)
        text = f"{row.part}\n{row.lines:,}"
        axes.text(*spot, text, ha="center", va="top" if wide else "bottom", fontsize=10)
        if row.model:
            height = (row.model / total) ** 0.5
            side = min(height, width * 0.9), row.model / total / min(height, width * 0.9)
            corner = (left + width / 2 - side[0] / 2, 0.3 - side[1] / 2)
            axes.add_patch(Rectangle(corner, *side, facecolor="black"))
            spot = (left + width / 2, corner[1] - 0.04)
            axes.text(*spot, f"the model: {row.model}", ha="center", va="top", fontweight="bold", fontsize=10)
        left += width
    axes.set(xlim=(0, 1), ylim=(0, 1.2))
    axes.axis("off")
    share = 100 * parts["model"].sum() / total
    axes.set_title(f"Of {total:,} lines of code that run, {share:.1f} % are the model")


def incomes(delivered: pd.DataFrame) -> None:
    """Incomes of a delivery, brokers and all others; columns channel and income."""
    _, axes = plt.subplots(figsize=(8, 3.4))
    brokers, bins = delivered["channel"] == "broker", list(np.geomspace(300, 120_000, 70))
    axes.hist(delivered.loc[~brokers, "income"], bins, color=style.SKY, alpha=0.9)
    axes.hist(delivered.loc[brokers, "income"], bins, color=style.ORANGE, alpha=0.9, hatch="//", edgecolor="white")
    axes.set(xscale="log", xlabel="income (EUR, logarithmic)", ylabel="applications", ylim=(0, 530))
    ticks = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.set_title("One column, two units")
    axes.text(2_000, 150, "brokers", color=style.ORANGE, weight="bold", ha="center")
    axes.text(24_000, 485, "branch and web", color=style.BLUE, weight="bold", ha="center")


def relay(ours: Mapping[str, float], worlds: pd.DataFrame) -> None:
    """The fall through four handoffs; what is handed over under each choice of contracts, and earned after Friday.

    ours: station -> EUR per 1,000 applications in the lesson's world; worlds: data/handoffs/relay.csv.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4), sharey=True, width_ratios=(1, 1.7))
    handed = worlds.pivot(index="world", columns="contracts", values="handed_over") / 1000
    by_mail = worlds.pivot(index="world", columns="contracts", values="by_the_mail") / 1000
    falls = np.column_stack([handed[["1+2+3", "2+3", "3", "none"]], by_mail["none"]])
    left.plot(falls.T, color=style.GREY, alpha=0.18, linewidth=1)
    left.plot([value / 1000 for value in ours.values()], "s-", color=style.ORANGE)
    for place, value in enumerate(ours.values()):
        left.annotate(f"{value / 1000:,.0f}", (place, value / 1000), (8, 6), textcoords="offset points", weight="bold")
    left.set_xticks(range(len(ours)), [name.replace(" ", "\n") for name in ours])
    left.set(ylabel="thousand EUR\nper 1,000 applications", xlim=(-0.4, 4.6))
    left.set_title("Four mails", fontsize=11)
    by_book = worlds.pivot(index="world", columns="contracts", values="by_the_book") / 1000
    piles = [handed[name] for name in CHOICES] + [by_mail["2+3"], by_book["2+3"]]
    rng, places = np.random.default_rng(3), [*range(len(CHOICES)), 8.7, 10]
    for place, pile in zip(places, piles, strict=True):
        colour = style.BLUE if place < len(CHOICES) else style.GREEN
        right.scatter(place + rng.uniform(-0.15, 0.15, len(pile)), pile, s=12, color=colour, alpha=0.7)
    right.axvline(7.85, color=style.GREY, linewidth=1)
    right.set_xticks(places, [*CHOICES, "fewer than\nthree", "fewer,\nand 4"])
    right.tick_params(axis="x", labelsize=9)
    right.set(xlabel="contracts in force", xlim=(-0.6, 10.7))
    right.set_title("Handed over", fontsize=11)
    right.set_title("After Friday", fontsize=11, loc="right")
    level = float(worlds["no_model"].median()) / 1000
    _without_model(left, level, "right")
    _without_model(right, level, "left")
    figure.suptitle(
        "Of the pairs only 2+3 beats granting everybody, and the faulty roll-back undoes it", fontweight="bold"
    )


def _without_model(axes: Axes, level: float, side: Literal["left", "right"]) -> None:
    axes.axhline(level, color="black", linestyle=":", linewidth=1.2)
    spot = (0.98 if side == "right" else 0.02, level)
    frame: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    axes.annotate("grant everybody", spot, (0, 4), ha=side, fontsize=9, **frame)
