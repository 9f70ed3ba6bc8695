"""The figures of lab 08. Each function draws one figure and says in its title what was found."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from bora import style


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


def slices(real: pd.DataFrame, clean: pd.Series, limit: float) -> None:
    """z of every slice, in a real audit (column `z`) and where nothing is wrong; `limit`: for all slices together."""
    figure, axes = plt.subplots(figsize=(9, 3.2))
    rng = np.random.default_rng(8)
    for place, (z, colour) in enumerate(((clean, style.SKY), (real["z"], style.BLUE))):
        axes.scatter(z, place + rng.uniform(-0.25, 0.25, len(z)), s=14, color=colour)
        alone, together = (z > 1.645).sum(), (z > limit).sum()
        counts = f"{alone} beyond the first line,\n{together} beyond the second"
        axes.text(1.01, place, counts, va="center", fontsize=10, transform=axes.get_yaxis_transform())
    axes.axvline(1.645, color=style.GREY, linestyle=":")
    axes.axvline(limit, color=style.ORANGE, linestyle="--")
    axes.text(1.6, 1.42, "1 in 20, one slice", ha="right", color=style.GREY, fontsize=9)
    axes.text(limit + 0.08, 1.42, "1 in 20, all slices together", color=style.ORANGE, fontsize=9)
    axes.set_yticks([0, 1], ["nothing is wrong", "our release"])
    axes.set(xlabel="z: standard deviations above the promised defaults", ylim=(-0.45, 1.6))
    axes.grid(axis="y", visible=False)
    figure.suptitle(f"Of {len(real)} slices, some look bad by luck", fontweight="bold")
