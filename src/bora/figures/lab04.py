"""The figures of lab 04. Each function draws one figure and says in its title what was found."""

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import SVG, Image
from scipy import stats

from bora import figures, style

SPANS = (("unit\nchange", 2, 4), ("campaign", 5, 7), ("rate shock", 9, 13), ("shock and gaming", 14, 23))
"""The incidents of the default world, by month of service (0 is January 2024)."""


def picture(name: str) -> SVG | Image:
    """A picture of this lab that is a file: "system" (drawn) or "dashboard" (a screenshot)."""
    return figures.picture("04", name)


def failover(requests: pd.DataFrame) -> None:
    """Latency of each request (columns start, seconds: s; status; replica) over the time at which it was sent."""
    _, axes = plt.subplots(figsize=(8, 3))
    for name, colour, marker in (("A", style.BLUE, "o"), ("B", style.ORANGE, "^")):
        mine = requests[requests["replica"] == name]
        label = f"answered by {name}"
        axes.scatter(mine["start"], 1000 * mine["seconds"], s=14, color=colour, marker=marker, label=label)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes.set(xlabel="seconds", ylabel="latency (ms)")
    axes.set_ylim(0, 1300 * requests["seconds"].max())
    axes.set_title("A replica dies and no client notices")
    starts = np.sort(requests.loc[requests["replica"] == "B", "start"].to_numpy())
    if len(starts) > 1:
        longest = int(np.diff(starts).argmax())
        style.mark_span(axes, starts[longest], starts[longest + 1], "B is away")


def service_and_money(milliseconds: pd.Series, earned: pd.Series, could_have: pd.Series) -> None:
    """Per month of service: ms a row, and thousand EUR with the incidents and without (indexed by month)."""
    _, (top, bottom) = plt.subplots(2, sharex=True, figsize=(9, 5), height_ratios=(1, 2.6))
    top.bar(range(len(milliseconds)), milliseconds, color=style.GREEN)
    top.set(ylabel="ms a row,\nin batches", title="All answered, all fast; and the money goes")
    lines = ((could_have, "no incidents", style.GREY, "--"), (earned, "as it was", style.ORANGE, "-"))
    for line, text, colour, dash in lines:
        bottom.plot(range(len(line)), line, color=colour, linestyle=dash, marker="o", markersize=4)
        bottom.annotate(f"  {text}", (23, line.iloc[-1]), color=colour, fontweight="bold", va="center")
    for text, first, last in SPANS:
        style.mark_span(bottom, first - 0.4, last + 0.4, text)
    bottom.set(ylabel="thousand EUR a month", xlim=(-0.7, 27))
    bottom.set_ylim(min(0, earned.min()) * 1.2, 1.25 * max(earned.max(), could_have.max()))
    style.month_ticks(bottom, list(earned.index))


def losses(worlds: pd.DataFrame, order: list[str]) -> None:
    """What each incident costs (columns incident, lost: thousand EUR a month), a dot a world, the median marked."""
    _, axes = plt.subplots(figsize=(8, 3.4))
    rng = np.random.default_rng(0)
    for place, name in enumerate(reversed(order)):
        lost = worlds.loc[worlds["incident"] == name, "lost"]
        axes.scatter(lost, place + rng.uniform(-0.25, 0.25, len(lost)), s=10, color=style.SKY, alpha=0.7)
        axes.plot([lost.median()] * 2, [place - 0.38, place + 0.38], color=style.BLUE, linewidth=3)
        axes.annotate(f"{lost.median():.0f}", (lost.median(), place + 0.39), ha="center", va="bottom", fontsize=9)
    axes.axvline(0, color=style.GREY, linewidth=1)
    axes.set_yticks(range(len(order)), list(reversed(order)))
    axes.set(xlabel="lost (thousand EUR a month)", ylim=(-0.6, len(order) - 0.2))
    axes.set_title(f"The {order[0]} costs most, and the {order[-1]} is a gain")


def alarms(strength: pd.DataFrame) -> None:
    """PSI over its limit: a row of the figure a feature (column), a column a month (index "YYYY-MM")."""
    shown = strength.T
    _, axes = plt.subplots(figsize=(9.5, 3.6))
    image = axes.imshow(shown.where(shown > 1), cmap="Oranges", norm="log", vmin=0.3, vmax=60, aspect="auto")
    for (row, column), value in np.ndenumerate(shown.to_numpy()):
        if value > 1:
            colour = style.ink_on(tuple(image.to_rgba(value)))
            axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=9, color=colour)
    for text, first, last in SPANS:
        axes.plot([first - 0.4, last + 0.4], [-0.75, -0.75], color=style.GREY, linewidth=3, clip_on=False)
        centre, words = (first + last) / 2, text.replace("\n", " ")
        axes.text(centre, -0.95, words, ha="center", va="bottom", fontsize=9, color=style.GREY)
    axes.set_yticks(range(len(shown)), list(shown.index))
    axes.set_title("The data monitor is silent when the costliest incident begins", pad=30)
    axes.grid(False)
    style.month_ticks(axes, list(shown.columns))


def reliability(default: pd.Series, pds: Mapping[str, np.ndarray], bins: int = 10) -> None:
    """A reliability diagram: for tenths of equal size, promised against real share of defaults, with 95 % intervals.

    `default` holds 0 or 1, shape (n,); `pds` maps a name to PDs of the same shape.
    """
    _, axes = plt.subplots(figsize=(6.4, 4.6))
    top = 0.5
    axes.plot([0, top], [0, top], color=style.GREY, linestyle="--", linewidth=1)
    axes.annotate("perfect", (0.44, 0.455), color=style.GREY, rotation=40, fontsize=9, ha="center")
    outcome = np.asarray(default, float)
    for (name, p), colour, marker in zip(pds.items(), (style.ORANGE, style.BLUE), "o^", strict=False):
        tenth = pd.qcut(p, bins, labels=False, duplicates="drop")
        means = pd.DataFrame({"p": p, "y": outcome}).groupby(tenth).agg({"p": "mean", "y": ["mean", "sum", "size"]})
        x, y = means["p", "mean"], means["y", "mean"]
        interval = [stats.binomtest(int(k), int(n)).proportion_ci() for k, n in means["y"][["sum", "size"]].to_numpy()]
        error = np.array([[share - ci.low, ci.high - share] for share, ci in zip(y, interval, strict=True)]).T
        axes.errorbar(x, y, error, color=colour, marker=marker, linestyle="none", capsize=2, markersize=6, label=name)
    axes.legend(loc="upper left")
    axes.set(xlabel="promised share of defaults (mean PD of a tenth)", ylabel="real share of defaults")
    axes.set_title("The riskiest tenth defaults less often than promised")


def estimate_and_truth(months: pd.Series, pds: pd.Series, default: pd.Series) -> None:
    """Share of defaults among granted loans by month of application, as their PDs promise and as it was."""
    monthly = 100 * pd.DataFrame({"estimate": pds, "real": default}).groupby(months).mean()
    _, axes = plt.subplots(figsize=(9, 3.6))
    for column, colour, dash in (("estimate", style.BLUE, "--"), ("real", style.ORANGE, "-")):
        axes.plot(range(len(monthly)), monthly[column], color=colour, linestyle=dash, marker="o", markersize=4)
        axes.annotate(f"  {column}", (23, monthly[column].iloc[-1]), color=colour, fontweight="bold", va="center")
    for text, first, last in SPANS:
        style.mark_span(axes, first - 0.4, last + 0.4, text)
    axes.set(ylim=(0, 1.25 * monthly.to_numpy().max()), xlim=(-0.7, 26), ylabel="defaults (% of loans granted)")
    axes.set_title("In the rate shock defaults climb, and the estimate does not move")
    style.month_ticks(axes, list(monthly.index))


def savings(honest: pd.Series, gamed: pd.Series) -> float:
    """Declared savings (EUR) in bins of 200; returns how high the tower at 3,000 EUR is in peaks of the honest hill."""
    _, axes = plt.subplots(figsize=(8, 3.2))
    bins = np.arange(0, 8001, 200)
    heights = [100 * np.histogram(values, bins)[0] / len(values) for values in (honest, gamed)]
    for shares, colour, dash in zip(heights, (style.GREY, style.ORANGE), ("--", "-"), strict=True):
        axes.stairs(shares, bins, color=colour, linestyle=dash, linewidth=2)
    axes.set(
        xlabel="declared savings (EUR, bins of 200)", ylabel="% of applications", ylim=(0, 1.15 * heights[1].max())
    )
    axes.annotate("2024", (1100, heights[0].max() + 0.3), color=style.GREY, fontweight="bold")
    axes.annotate("from March 2025 on", (3400, 0.6 * heights[1].max()), color=style.ORANGE, fontweight="bold")
    axes.set_title("Savings pile up just above 3,000 EUR, and thin out below")
    return float(heights[1].max() / heights[0].max())


def drift_and_damage(worlds: pd.DataFrame, harm: float) -> None:
    """Two questions: columns incident, loudness (PSI over its limit), lost (thousand EUR a month); a dot a world."""
    _, axes = plt.subplots(figsize=(8.8, 5))
    low, high = 0.1, 200
    axes.axvline(1, color=style.GREY, linewidth=1)
    axes.axhline(harm, color=style.GREY, linewidth=1)
    markers = dict(zip(worlds["incident"].unique(), "o^sDvPX", strict=False))
    colours = (style.BLUE, style.ORANGE, style.GREEN, style.PINK, style.AMBER, style.SKY, style.GREY)
    for (name, marker), colour in zip(markers.items(), colours, strict=False):
        mine = worlds[worlds["incident"] == name]
        loud = mine["loudness"].clip(low, high)
        axes.scatter(loud, mine["lost"], s=14, color=colour, marker=marker, alpha=0.5, linewidths=0)
        middle = (loud.median(), mine["lost"].median())
        axes.scatter(*middle, s=80, color=colour, marker=marker, edgecolor="black", zorder=3)
        offset = {"gaming": (0, -16), "category rename": (0, -16), "calm": (0, -16)}.get(name, (0, 10))
        axes.annotate(name, middle, xytext=offset, textcoords="offset points", ha="center", fontweight="bold", zorder=4)
    corners = {"harm, no alarm": (0, 1), "harm and alarm": (1, 1), "quiet": (0, 0), "alarm, no harm": (1, 0)}
    for text, (right, up) in corners.items():
        place: dict[str, Any] = {"ha": "right" if right else "left", "va": "top" if up else "bottom"}
        axes.text(
            0.99 if right else 0.01, 0.98 if up else 0.02, text, transform=axes.transAxes, color=style.GREY, **place
        )
    axes.set(xscale="log", xlim=(low * 0.8, high * 5), ylabel="lost (thousand EUR a month)")
    axes.set(xlabel="PSI over its limit, loudest feature (logarithmic)", title="Drift and damage are two questions")
