"""The figures of lab 05. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import SVG, Image

from bora import figures, style
from bora.flight import Flight

POLICY_COLOURS = {
    "blind retraining": style.ORANGE,
    "model gate only": style.PINK,
    "data gate only": style.AMBER,
    "gates, whole snapshot": style.SKY,
    "gates, batch by batch": style.BLUE,
    "gates, two standard errors": style.GREEN,
    "strict gates": style.GREY,
}

SHOWN = ("blind retraining", "model gate only", "data gate only", "gates, batch by batch", "strict gates")


def picture(name: str) -> SVG | Image:
    """A picture of this lab that is a file: "disciplines", "ring", "workflow" (drawn) or "page" (a screenshot)."""
    return figures.picture("05", name)


def drift(watched: pd.DataFrame) -> None:
    """PSI of the feature that moved most, its limit of luck, and the points by which the granted share moved.

    watched: a row a month with the columns month, psi, psi_limit and points.
    """
    figure, (above, below) = plt.subplots(2, 1, figsize=(8.5, 4.6), sharex=True, height_ratios=(1.2, 1))
    places = np.arange(len(watched))
    above.bar(places, watched["psi"], color=style.SKY, width=0.7)
    above.plot(places, watched["psi_limit"], color=style.ORANGE, linestyle="--")
    above.annotate(
        "limit of luck", (0, watched["psi_limit"].iloc[0]), (0, 5), textcoords="offset points", color=style.ORANGE
    )
    above.set(ylabel="largest PSI\n(logarithmic)", yscale="log")
    real, matters = watched["psi"] > watched["psi_limit"], watched["points"].abs() >= 5
    above.set_title(f"Drift is no accident in {real.sum()} months; decisions move in {(real & matters).sum()}")
    below.bar(places, watched["points"], color=np.where(matters, style.ORANGE, style.SKY), width=0.7)
    for limit in (-5, 5):
        below.axhline(limit, color=style.GREY, linestyle=":", linewidth=1)
    below.set_ylabel("granted share\nmoved (points)")
    style.month_ticks(below, list(watched["month"]))
    figure.align_ylabels()


def timeline(runs: pd.DataFrame, months: Sequence[str]) -> None:
    """What became of every trigger, read from records: columns month and verdict, a row a run of training.

    verdict: "approved", "model gate" or "data gate"; whatever else is left out.
    """
    looks = (
        ("data gate", "refused by the data gate", style.ORANGE, "X"),
        ("model gate", "refused by the model gate", style.PINK, "s"),
        ("approved", "promoted", style.BLUE, "^"),
    )
    _, axes = plt.subplots(figsize=(8.5, 2.2))
    for lane, (verdict, _, colour, marker) in enumerate(looks):
        found = runs.loc[runs["verdict"] == verdict, "month"]
        axes.scatter([months.index(month) for month in found], [lane] * len(found), s=80, color=colour, marker=marker)
    counts = runs["verdict"].value_counts()
    axes.set_yticks(range(len(looks)), [f"{label} ({counts.get(verdict, 0)})" for verdict, label, _, _ in looks])
    axes.set(ylim=(-0.6, 2.6), xlim=(-0.6, len(months) - 0.4))
    axes.set_title("Two years of the loop, read from its records")
    style.month_ticks(axes, months)


def ahead(flights: Mapping[str, Flight], of: str) -> None:
    """Money of each flight ahead of the flight named `of`, month by month."""
    _, axes = plt.subplots(figsize=(8.5, 3.6))
    axes.axhline(0, color="black", linewidth=1)
    axes.annotate(of, (0, 0), (2, 4), textcoords="offset points", fontsize=9)
    dashes = ("-", "--", "-.", ":")
    lines = {}
    for place, (name, flight) in enumerate((n, f) for n, f in flights.items() if n != of):
        gained = (flight.months["eur"] - flights[of].months["eur"]).cumsum() / 1000
        colour = POLICY_COLOURS.get(name, style.GREEN)
        lines[name] = axes.plot(gained, color=colour, linestyle=dashes[place % 4])[0]
    ends = {name: float(np.asarray(line.get_ydata())[-1]) for name, line in lines.items()}
    lowest = -np.inf
    for name in sorted(ends, key=lambda name: ends[name]):  # labels above each other, not on top of each other
        lowest = max(ends[name], lowest + 38)
        text, ink = f"{name} {ends[name]:+.0f}", style.ink(lines[name].get_color())
        axes.text(24, lowest, text, color=ink, va="center", fontweight="bold", clip_on=False)
    axes.set(xlim=(-0.5, 34), ylabel=f"thousand EUR ahead of\n'{of}'")
    axes.set_title("In this world: a data gate saves the summer of 2024")
    style.month_ticks(axes, list(flights[of].months["month"]), every=6)


def worlds(table: pd.DataFrame, title: str, policies: Sequence[str] = SHOWN) -> None:
    """Every world as a dot: what each policy earned more than never acting; a band marks the middle 90 of 100.

    table: the columns family, world, policy, eur of data/flights/flights.csv.
    """
    families = list(dict.fromkeys(table["family"]))
    figure, panels = plt.subplots(1, len(families), figsize=(9.5, 0.5 * len(policies) + 1.6), sharey=True, sharex=True)
    rng = np.random.default_rng(5)
    for axes, family in zip(np.atleast_1d(panels), families, strict=True):
        money = table[table["family"] == family].pivot(index="world", columns="policy", values="eur") / 1000
        for place, name in enumerate(reversed(policies)):
            gained = (money[name] - money["never act"]).to_numpy()
            low, middle, high = np.quantile(gained, [0.05, 0.5, 0.95])
            colour = POLICY_COLOURS[name]
            axes.plot([low, high], [place, place], color=colour, linewidth=6, alpha=0.35, solid_capstyle="butt")
            axes.scatter(gained, place + rng.uniform(-0.22, 0.22, len(gained)), s=6, color=colour)
            axes.plot([middle, middle], [place - 0.32, place + 0.32], color="black", linewidth=2)
        axes.axvline(0, color="black", linewidth=1)
        axes.set_yticks(range(len(policies)), list(reversed(policies)))
        titles = {"other luck": "same calendar, other luck", "other order": "another order"}
        axes.set(xlabel="thousand EUR more than never acting", title=titles.get(family, family))
        axes.grid(axis="y", visible=False)
    figure.suptitle(title, fontweight="bold")
