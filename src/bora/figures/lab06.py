"""The figures of lab 06. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import SVG, Image

from bora import figures, style

JOIN_COLOURS = {"newest report": style.ORANGE, "by event_time": style.PINK, "by known_at": style.BLUE}
_MARKS = ((1 / 24, "an hour"), (1, "a day"), (7, "a week"), (30, "a month"), (365, "a year"))


def picture(name: str) -> SVG | Image:
    """A picture of this lab that is a file: "map" (drawn) or "page" (a screenshot)."""
    return figures.picture("06", name)


def joins(table: pd.DataFrame) -> None:
    """Each world as a dot: the AUC that a join promised and what it was worth, and its money against `by known_at`.

    table: the columns seed, join, auc_offline, auc_served and eur of data/infrastructure/joins.csv.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.2), sharey=True, width_ratios=(1.2, 1))
    rng = np.random.default_rng(6)
    money = table.pivot(index="seed", columns="join", values="eur") / 1000
    for place, (name, colour) in enumerate(reversed(JOIN_COLOURS.items())):
        mine = table[table["join"] == name]
        heights = place + rng.uniform(-0.2, 0.2, len(mine))
        left.scatter(mine["auc_offline"], heights, s=12, facecolors="none", edgecolors=colour)
        left.scatter(mine["auc_served"], heights, s=12, color=colour)
        if name != "by known_at":
            right.scatter(money[name] - money["by known_at"], heights, s=12, color=colour)
    offline = table[table["join"] == "newest report"]["auc_offline"].median()
    served = table[table["join"] == "newest report"]["auc_served"].median()
    left.text(served, 2.3, "served", ha="center", fontsize=9)
    left.text(offline, 2.3, "offline", ha="center", fontsize=9)
    left.set_yticks(range(3), list(reversed(JOIN_COLOURS)))
    left.set(xlabel="AUC", ylim=(-0.5, 2.7), title="The better the promise ...")
    right.axvline(0, color="black", linewidth=1)
    right.set(xlabel="thousand EUR per 1,000 requests\nagainst the join by known_at", title="... the less it earns")
    for axes in (left, right):
        axes.grid(axis="y", visible=False)


def silence(table: pd.DataFrame) -> None:
    """Months until monitors and until the books tell of an incident, a dot a world; never: at the right edge.

    table: the columns incident, monitors and books of data/infrastructure/silence.csv.
    """
    names = list(dict.fromkeys(table["incident"]))
    never = np.ceil(table[["monitors", "books"]].max().max()) + 3
    _, axes = plt.subplots(figsize=(8.5, 0.9 * len(names) + 1.4))
    rng = np.random.default_rng(6)
    looks = (("monitors", style.BLUE, 0.2), ("books", style.ORANGE, -0.2))
    for place, name in enumerate(reversed(names)):
        for column, colour, shift in looks:
            months = table.loc[table["incident"] == name, column]
            told = months.fillna(never) + rng.uniform(-0.25, 0.25, len(months))
            heights = place + shift + rng.uniform(-0.12, 0.12, len(months))
            axes.scatter(told[months.notna()], heights[months.notna()], s=14, color=colour)
            axes.scatter(told[months.isna()], heights[months.isna()], s=14, color=colour, marker="x", linewidths=1)
    for column, colour, shift in looks:
        axes.text(never + 0.8, len(names) - 1 + shift, column, color=colour, fontweight="bold", va="center")
    ticks = np.arange(0, never - 1, 3)
    axes.set_xticks([*ticks, never], [*(f"{tick:.0f}" for tick in ticks), "never"])
    axes.set_yticks(range(len(names)), list(reversed(names)))
    axes.set(xlabel="months since the incident began", xlim=(-1, never + 4.5), ylim=(-0.6, len(names) - 0.4))
    axes.set_title("Where monitors need no outcomes, the books are no match for them")
    axes.grid(axis="y", visible=False)


def pain(days: Mapping[str, float], price: Mapping[str, float], lost: Mapping[str, float], never: str) -> None:
    """Each capability by the days until somebody is hurt and the EUR of having it again; crosses add what was lost.

    days: those of `never` are the median of the worlds in which it hurts at all; an arrow stands for the others.
    """
    _, axes = plt.subplots(figsize=(8.5, 4.2))
    for name, until in days.items():
        axes.scatter(until, price[name], s=110, color=style.BLUE, zorder=3)
        late = until > 100  # to its left lies another one
        offset, side = ((10, 8), "left") if late else ((-10, -4), "right")
        axes.annotate(name, (until, price[name]), offset, textcoords="offset points", ha=side, fontweight="bold")
    for name, euros in lost.items():
        whole = price[name] + euros
        axes.plot([days[name]] * 2, [price[name], whole], color=style.ORANGE, linestyle=":", linewidth=1.5)
        axes.scatter(days[name], whole, s=70, color=style.ORANGE, marker="X", zorder=3)
    first = next(iter(lost))
    axes.annotate(
        "with what was\nlost meanwhile",
        (days[first], price[first] + lost[first]),
        (-12, -6),
        textcoords="offset points",
        ha="right",
    )
    end = 3_600, price[never]
    axes.annotate("", end, (days[never], price[never]), arrowprops={"arrowstyle": "->", "color": style.BLUE})
    axes.annotate("or never", end, (0, -14), textcoords="offset points", ha="right", color=style.BLUE)
    axes.set(xscale="log", yscale="log", xlabel="time to pain", ylabel="EUR to have it again")
    axes.set_xticks([mark for mark, _ in _MARKS], [label for _, label in _MARKS])
    axes.set_yticks([10**power for power in range(3, 7)], ["1,000", "10,000", "100,000", "1,000,000"])
    axes.minorticks_off()
    axes.set(xlim=(0.004, 4_000), ylim=(250, 4_000_000))
    axes.set_title("At the prices assumed, what hurts late is dear")


def load(needed: pd.Series, costs: pd.Series) -> None:
    """Machines needed in each hour of a day, and EUR a day by the number of machines that are always on."""
    best = int(costs.idxmin())
    _, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.1))
    left.bar(needed.index, needed, width=1, color=style.SKY, align="edge", edgecolor="white")
    left.bar(needed.index, needed.clip(upper=best), width=1, color=style.BLUE, align="edge", edgecolor="white")
    left.axhline(best, color="black", linewidth=1, linestyle="--")
    left.annotate("always on", (0.3, best), (0, 4), textcoords="offset points")
    left.annotate("on demand", (12.5, needed.max()), (0, 3), textcoords="offset points", ha="center")
    left.set(xlabel="hour of the day", ylabel="machines needed", title="The load of a day")
    left.set_xticks(range(0, 25, 6))
    left.set_ylim(0, needed.max() + 1.5)
    right.plot(costs.index, costs, marker="o", color=style.GREY)
    right.scatter([best], [costs[best]], s=120, color=style.ORANGE, zorder=3)
    right.annotate(f"{costs[best]:.2f} EUR", (best, costs[best]), (0, -18), textcoords="offset points", ha="center")
    right.set(xlabel="machines always on", ylabel="EUR a day", title=f"{best} of {needed.max()} are worth keeping")
    right.set_ylim(0, 1.15 * costs.max())
