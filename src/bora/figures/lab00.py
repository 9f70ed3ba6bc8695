"""The figures of lab 00. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from bora import style
from bora.themes import THEMES

PILLARS = {"people": (0, 2.2), "process": (-2.7, -1.4), "technology": (2.7, -1.4), "data": (0, 0)}


def frozen(halves: pd.DataFrame) -> None:
    """Accuracy, and the money of the model beside the best possible, by half-year (columns accuracy, model, best)."""
    _, (top, bottom) = plt.subplots(2, 1, figsize=(8.5, 5), sharex=True, height_ratios=(1, 1.6))
    places = np.arange(len(halves))
    (line,) = top.plot(places, halves["accuracy"], "o-", color=style.GREY)
    style.label_line(top, line, "accuracy", offset=(8, 0))
    top.set(ylim=(50, 100), ylabel="right decisions, %")
    top.set_title("Accuracy ends where it began; the money does not")
    (best,) = bottom.plot(places, halves["best"], "^--", color=style.GREEN)
    (model,) = bottom.plot(places, halves["model"], "o-", color=style.BLUE)
    bottom.fill_between(places, halves["model"], halves["best"], color=style.ORANGE, alpha=0.1)
    style.label_line(bottom, best, "best possible", offset=(8, 0))
    style.label_line(bottom, model, "frozen model", offset=(8, 0))
    middle = (halves["model"].iloc[-1] + halves["best"].iloc[-1]) / 2
    bottom.text(
        places[-1] - 0.5, middle, "left on\nthe table", color=style.ORANGE, weight="bold", ha="center", va="center"
    )
    bottom.set(ylim=(0, 360), ylabel="thousand EUR\nper 1,000 applications", xlim=(-0.2, len(halves) + 0.2))
    bottom.set_xticks(places, [half.replace(" ", "\n") for half in halves.index])


def worlds(table: pd.DataFrame) -> None:
    """Each world as a dot: what accuracy and the money left on the table did between first and last half-year."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 2.6))
    height = np.random.default_rng(1).uniform(0.2, 0.8, len(table))
    left.plot(table["accuracy_last"] - table["accuracy_first"], height, "o", color=style.GREY, alpha=0.8)
    left.set(xlim=(-25, 25), xlabel="accuracy: change in points")
    right.plot(table["left_first"], height, "o", color=style.GREEN, fillstyle="none")
    right.plot(table["left_last"], height, "o", color=style.ORANGE)
    right.text(table["left_first"].mean(), 0.93, "first", ha="center", color=style.GREEN, weight="bold")
    right.text(table["left_last"].mean(), 0.93, "last half-year", ha="center", color=style.ORANGE, weight="bold")
    right.set(xlim=(0, 160), xlabel="left on the table: thousand EUR per 1,000")
    for axes in (left, right):
        axes.set(ylim=(0, 1.05), yticks=[])
        axes.grid(axis="x")
    figure.suptitle(f"In {len(table)} other worlds accuracy stays where it was, and the money does not", weight="bold")


def bridges() -> None:
    """The six themes as bridges between people, process, technology and data."""
    _, axes = plt.subplots(figsize=(8.5, 4.6))
    for theme, (one, other, question) in THEMES.items():
        ends = np.array([PILLARS[one], PILLARS[other]])
        axes.plot(*ends.T, color=style.SKY, linewidth=9, alpha=0.45, zorder=1)
        plate = {"facecolor": "white", "edgecolor": style.BLUE, "boxstyle": "round,pad=0.4"}
        x, y = ends.mean(axis=0)
        axes.text(x, y, f"$\\bf{{{theme}}}$\n{question}", ha="center", va="center", bbox=plate)
    for pillar, (x, y) in PILLARS.items():
        axes.scatter(x, y, s=5900, color=style.BLUE, zorder=2)
        axes.text(x, y, pillar, ha="center", va="center", color="white", weight="bold", fontsize=10)
    axes.set(xlim=(-3.4, 3.4), ylim=(-2.0, 2.8), title="Six bridges: no theme is only technology")
    axes.set_axis_off()


def profiles(answers: Mapping[str, Mapping[str, int]]) -> None:
    """Phases of each theme as bars, the weakest ones in another colour and named; a panel for each of the last two."""
    newest = list(answers.items())[-2:]
    _, panels = plt.subplots(1, len(newest), figsize=(8.5, 3.4), sharey=True, squeeze=False)
    for axes, (name, phases) in zip(panels[0], newest, strict=True):
        reach = [phases[theme] for theme in THEMES]
        weak = [theme for theme in THEMES if phases[theme] == min(reach)]
        axes.barh(list(THEMES), reach, height=0.55, color=[style.ORANGE if t in weak else style.BLUE for t in THEMES])
        axes.set_xticks((1, 2, 3), ("1 tactical", "2 strategic", "3 transf."))
        axes.set(xlim=(0, 3.4), title=f"{name}\nweakest: {', '.join(weak) if len(weak) < 4 else 'most themes'}")
        axes.grid(axis="x")
    panels[0][0].invert_yaxis()
