"""The figures of lab 02. Each function draws one figure and says in its title what was found."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bora import style
from bora.maturity import BAD_FILE

LOOKS = {"Scirocco": (style.ORANGE, "o-"), "Maestrale": (style.BLUE, "s--")}


def profiles(phases: pd.DataFrame) -> None:
    """Phases 1 to 3 of six themes (rows) at two companies (columns): one radar for both, and a ladder for each."""
    figure = plt.figure(figsize=(9.6, 4.2))
    radar = figure.add_subplot(1, 3, 1, projection="polar", theta_offset=np.pi / 2, theta_direction=-1)
    plt.rgrids((1, 2, 3), ("1", "2", "3"), angle=270, fontsize=9, color=style.GREY)  # of the axes above
    angles = np.linspace(0, 2 * np.pi, len(phases), endpoint=False)
    for place, (company, (colour, look)) in enumerate(LOOKS.items()):
        row = phases[company]
        radar.plot([*angles, angles[0]], [*row, row.iloc[0]], look, color=colour, clip_on=False)
        radar.text(
            0.7 * place + 0.15, -0.25, company, color=colour, weight="bold", ha="center", transform=radar.transAxes
        )
        _ladder(figure.add_subplot(1, 3, place + 2), row, company, colour, named=place == 0)
    radar.set(ylim=(0, 3), xticks=angles, xticklabels=phases.index, title="One mean, two shapes")
    radar.tick_params(axis="x", pad=14)


def _ladder(axes: Axes, row: pd.Series, company: str, colour: str, named: bool) -> None:
    for place, phase in enumerate(row):
        colours = [colour] * phase + ["#eeeeee"] * (3 - phase)
        axes.barh(place, 0.92, 0.84, left=[0.54, 1.54, 2.54], color=colours)
        axes.text(phase, place, phase, ha="center", va="center", color="white", weight="bold")
    axes.set(
        xlim=(0.5, 3.5), ylim=(len(row) - 0.5, -0.5), yticks=range(len(row)), yticklabels=row.index if named else []
    )
    axes.set_xticks([1, 2, 3], ["tactical", "strategic", "transfor-\nmational"], fontsize=9)
    axes.set_title(f"{company}: mean {row.mean():.1f}", color=colour)
    axes.grid(visible=False)


def raters(draws: pd.DataFrame) -> None:
    """Columns rater, agree (share of 1), kappa, linear, quadratic; many draws a rater: medians, and 90 in 100 draws."""
    _, (left, right) = plt.subplots(1, 2, width_ratios=[1, 1.4], sharey=True, figsize=(9, 3.8))
    names = list(draws["rater"].unique())
    kinds = {"kappa": ("o", style.BLUE), "linear": ("s", style.GREEN), "quadratic": ("D", style.ORANGE)}
    for place, name in enumerate(names):
        mine = draws[draws["rater"] == name]
        agree = 100 * mine["agree"].median()
        left.barh(place, agree, color=style.GREY, height=0.55)
        left.text(agree - 3, place, f"{agree:.0f} %", ha="right", va="center", color="white", weight="bold")
        for lower, (kind, (marker, colour)) in zip((-0.25, 0, 0.25), kinds.items(), strict=True):
            low, middle, high = mine[kind].quantile([0.05, 0.5, 0.95]).round(2) + 0.0
            right.plot([low, high], [place + lower, place + lower], color=colour, linewidth=1.5)
            right.plot(middle, place + lower, marker, color=colour, markersize=6)
            right.text(high + 0.03, place + lower, f"{kind} {middle:.2f}", color=colour, va="center", fontsize=9)
    left.set_yticks(range(len(names)), names)
    left.set(xlim=(0, 100), xlabel="same number, % of cells")
    right.set(xlim=(-0.2, 1.05), ylim=(len(names) - 0.5, -0.5), xlabel="kappa (0 is chance, 1 is perfect)")
    right.axvline(0, color=style.GREY, linewidth=1)
    for axes in (left, right):
        axes.grid(axis="y", visible=False)
    most = names[int(np.argmax([draws.loc[draws["rater"] == name, "agree"].median() for name in names]))]
    left.set_title(f"The {most} agrees most ...")
    right.set_title("... and knows nothing")


def harm(losses: pd.DataFrame, worlds: int) -> None:
    """Columns level, day, lost (EUR), a row for each decision in all worlds: what a mean world has lost by each day."""
    _, (whole, floor) = plt.subplots(1, 2, width_ratios=[1, 1.1], figsize=(9.4, 3.8))
    looks = zip((style.ORANGE, style.BLUE, style.GREEN), ("-", "--", ":"), strict=True)
    since = np.ceil(losses["day"]).clip(lower=BAD_FILE) - BAD_FILE
    for (level, lost), (colour, look) in zip(losses.groupby("level", sort=False)["lost"], looks, strict=True):
        total = lost.groupby(since).sum().reindex(range(61), fill_value=0).cumsum() / worlds
        whole.plot(total / 1000, look, color=colour)
        floor.plot(total, look, color=colour)
        first = level == losses["level"].iloc[0]
        axes, at = (whole, (4, 45)) if first else (floor, (3, total.iloc[-1] + 60))
        axes.text(*at, f"{level}: EUR {round(total.iloc[-1], -2):,.0f}", color=colour, weight="bold", va="center")
    whole.text(28, 3, "the other two: see right", color=style.GREY, fontsize=10)
    floor.text(1.8, 940, "tactical: on and on", color=style.ORANGE, weight="bold", va="center")
    whole.set(xlim=(0, 60), xlabel="days since the bad file", ylabel="lost so far, thousand EUR")
    floor.set(xlim=(0, 10), ylim=(0, 1000), xlabel="days since the bad file", ylabel="lost so far, EUR")
    whole.set_title("The first gate saves nearly all ...")
    floor.set_title("... the last step saves hours (enlarged)")


def lifts(saved: dict[str, pd.DataFrame], cost: float) -> None:
    """Thousand EUR that lifting each theme (columns) saves in many years (rows), by company, beside its cost."""
    _, panels = plt.subplots(1, 2, sharey=True, sharex=True, figsize=(9, 4))
    for axes, (company, years) in zip(panels, saved.items(), strict=True):
        best = years.mean().idxmax()
        for place, (theme, euros) in enumerate(years.items()):
            low, mean, high = euros.quantile(0.1), euros.mean(), euros.quantile(0.9)
            colour = style.ORANGE if theme == best else style.BLUE
            axes.barh(place, mean, 0.6, color=colour)
            axes.plot([low, high], [place, place], color="black", linewidth=1)
            if theme == best:
                axes.text(cost + 4, place + 0.45, "10th to 90th percentile", va="center", fontsize=9)
            text, colour = (f"{mean:.0f}", colour) if mean else ("at the top", style.GREY)
            axes.text(max(high, mean) + 6, place, text, va="center", color=colour, weight="bold")
        axes.axvline(cost, color=style.GREY, linestyle="--", linewidth=1)
        axes.set_title(f"{company}: lift {best}")
        axes.set(xlim=(0, 340), xlabel="saved in the first year, thousand EUR")
        axes.grid(axis="y", visible=False)
        free = int(years.mean().argmin())
        axes.text(cost + 6, free, f"cost: {cost:.0f}", va="center", fontsize=10, color=style.GREY)
    panels[0].set_yticks(range(len(years.columns)), years.columns)
    panels[0].invert_yaxis()
