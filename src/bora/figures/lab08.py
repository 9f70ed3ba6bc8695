"""The figures of lab 08. Each function draws one figure and says in its title what was found."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from bora import style
from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE


def switches(costs: pd.DataFrame, here: pd.Series | None = None) -> None:
    """Cost of each switch (columns; EUR per 1,000 applications) in many worlds (rows), and in `here`, one world."""
    order = costs.mean().sort_values().index
    figure, axes = plt.subplots(figsize=(9, 4.6))
    rng = np.random.default_rng(8)
    for place, name in enumerate(order):
        euros = costs[name] / 1000
        axes.scatter(euros, place + rng.uniform(-0.22, 0.22, len(euros)), s=5, color=style.SKY, alpha=0.6, linewidth=0)
        axes.plot(euros.quantile([0.05, 0.95]), [place, place], color=style.BLUE, linewidth=2.5)
        axes.scatter(euros.mean(), place, s=40, color=style.BLUE, zorder=3)
        axes.annotate(f"{euros.mean():.0f}", (euros.max(), place), (8, 0), textcoords="offset points", va="center")
        if here is not None:
            axes.scatter(here[name] / 1000, place, marker="x", s=45, color=style.ORANGE, zorder=4, linewidth=2)
    axes.axvline(0, color=style.GREY, linewidth=1)
    axes.set_yticks(range(len(order)), order)
    axes.set(xlabel="cost in thousand EUR per 1,000 applications")
    axes.margins(x=0.08)
    axes.grid(axis="y", visible=False)
    dearest, cheapest = order[-1], order[0]
    figure.suptitle(f"Dearest: {dearest}; cheapest: {cheapest} ({len(costs)} worlds)", fontweight="bold")


def ages(with_age: pd.Series, without: pd.Series) -> None:
    """Good payers refused, by age band (index), with and without `age` as an input; shares of 1."""
    _, axes = plt.subplots(figsize=(8, 3.6))
    for values, colour, dashes, name in (
        (with_age, style.ORANGE, "-", "age is an input"),
        (without, style.BLUE, "--", "age is not an input"),
    ):
        [line] = axes.plot(range(len(values)), values, color=colour, linestyle=dashes, marker="o")
        for place, value in enumerate(values):
            up = 9 if (values is with_age) == (place < 2) else -13
            axes.annotate(
                f"{100 * value:.0f} %", (place, value), (0, up), textcoords="offset points", ha="center", color=colour
            )
        style.label_line(axes, line, name, offset=(16, 0))
    axes.set_xticks(range(len(with_age)), with_age.index)
    axes.set(xlabel="age", ylabel="good payers refused", xlim=(-0.4, 4.3), ylim=(-0.05, 0.58))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_title("Without the input `age`, the gap is smaller, not gone")


def slices(real: pd.DataFrame, clean: pd.DataFrame, limit: float) -> None:
    """z of every slice (column `z`), in a real audit and where nothing is wrong; `limit`: for all slices together."""
    figure, axes = plt.subplots(figsize=(9, 3.2))
    rng = np.random.default_rng(8)
    for place, (table, colour) in enumerate(((clean, style.SKY), (real, style.BLUE))):
        axes.scatter(table["z"], place + rng.uniform(-0.25, 0.25, len(table)), s=14, color=colour)
        alone, together = (table["z"] > 1.645).sum(), (table["z"] > limit).sum()
        axes.text(5.4, place, f"{alone} beyond the first line,\n{together} beyond the second", va="center", fontsize=10)
    axes.axvline(1.645, color=style.GREY, linestyle=":")
    axes.axvline(limit, color=style.ORANGE, linestyle="--")
    axes.text(1.6, 1.42, "1 in 20, one slice", ha="right", color=style.GREY, fontsize=9)
    axes.text(limit + 0.08, 1.42, "1 in 20, all slices together", color=style.ORANGE, fontsize=9)
    axes.set_yticks([0, 1], ["nothing is wrong", "our release"])
    axes.set(xlabel="z: standard deviations above the promised defaults", ylim=(-0.45, 1.6), xlim=(-4, 8))
    axes.grid(axis="y", visible=False)
    figure.suptitle(f"Of {len(real)} slices, some always look bad", fontweight="bold")


def thefts(agreement: pd.DataFrame) -> None:
    """Share of decisions that a stolen card repeats: columns answer, queries, same; several thieves a case."""
    _, axes = plt.subplots(figsize=(8.5, 3.9))
    looks = zip((style.BLUE, style.GREEN, style.AMBER, style.ORANGE), ("o-", "s--", "^-.", "D:"), strict=True)
    for (name, rows), (colour, mark) in zip(agreement.groupby("answer", sort=False), looks, strict=False):
        groups = rows.groupby("queries")["same"]
        queries = np.array(list(groups.groups))
        axes.plot(queries, groups.median(), mark, color=colour, label=str(name), markersize=5)
        axes.fill_between(queries, groups.min(), groups.max(), color=colour, alpha=0.13, linewidth=0)
    axes.axhline(0.99, color=style.GREY, linewidth=1)
    axes.annotate(
        "99 %", (1, 0.99), (4, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center"
    )
    axes.set(xscale="log", xlabel="queries (log scale)", ylabel="same decisions", ylim=(0.8, 1.008))
    ticks = sorted(agreement["queries"].unique())
    axes.set_xticks(ticks, ticks)
    axes.minorticks_off()
    axes.set_yticks([0.8, 0.85, 0.9, 0.95, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.legend(title="the service answers with", loc="lower right")
    axes.set_title("Coarser answers make theft longer, not impossible")


def poison(trials: pd.DataFrame) -> None:
    """Columns labels (share of all training labels turned), auc, cost (EUR per 1,000 applications)."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.3))
    _line(left, trials, "auc", "AUC on true outcomes", style.BLUE)
    _line(right, trials.assign(cost=trials["cost"] / 1000), "cost", "cost, thousand EUR per 1,000", style.ORANGE)
    left.set_ylim(0.5, 0.8)
    figure.suptitle("A few labels in a hundred, turned in one group, ruin the model", fontweight="bold")


def _line(axes: Axes, table: pd.DataFrame, column: str, label: str, colour: str) -> None:
    axes.plot(table["labels"], table[column], marker="o", color=colour)
    axes.set(xlabel="training labels turned", ylabel=label)
    axes.set_xticks(np.arange(0, table["labels"].max() + 0.01, 0.01))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def band(clerk_cost: float, low: float, high: float, amount: float = 6500) -> None:
    """What a loan of `amount` EUR is worth by PD, granted or refused; the band that goes to a clerk is shaded."""
    likely = np.linspace(0, 0.4, 200)
    grant = amount * (MARGIN_RATE * (1 - likely) - LOSS_RATE * likely)
    _, axes = plt.subplots(figsize=(8.5, 3.6))
    [granted] = axes.plot(likely, grant, color=style.BLUE)
    [refused] = axes.plot(likely, 0 * likely, color=style.ORANGE, linestyle="--")
    style.label_line(axes, granted, "grant", at=30, offset=(8, 6))
    style.label_line(axes, refused, "refuse", at=-1)
    style.mark_span(axes, low, high, f"to a clerk\nfor {clerk_cost:.0f} EUR", style.GREEN)
    axes.axvline(BREAK_EVEN, color=style.GREY, linestyle=":")
    axes.set(xlabel="predicted PD", ylabel=f"EUR, loan of {amount:,.0f} EUR", ylim=(-700, 650), xlim=(0, 0.45))
    axes.set_title("Near the cut-off the machine's answer is worth least")
