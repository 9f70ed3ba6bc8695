"""The figures of lab 07. Each function draws one figure and says in its title what was found."""

import html
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import SVG, Image
from matplotlib.axes import Axes

from bora import figures, style
from bora.inboxes import CAUSES, MONTHS, ROLES, TABLES, Case

SHORT = dict(zip(ROLES, ("SME", "DS", "DE", "SE", "DevOps", "architect", "risk"), strict=True))
"""Roles as they are written where there is little room."""


def picture(name: str) -> SVG | Image:
    """A picture of this lab that is a file: "report" (a screenshot)."""
    return figures.picture("07", name)


def page(table: pd.DataFrame, title: str) -> str:
    """A table as a page for a browser; a cell that says RED stands out, and not by its colour alone."""
    rows = table.map(lambda value: f"{value:.4f}" if isinstance(value, float) else str(value))
    body = rows.to_html(index=False, border=0).replace("<td>RED</td>", '<td class="red">RED</td>')
    return _PAGE.format(title=html.escape(title), body=body)


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 sans-serif; margin: 2em; color: #222 }}
table {{ border-collapse: collapse }}
th, td {{ text-align: left; vertical-align: top; padding: .5em .8em; border-bottom: 1px solid #ccc }}
.red {{ background: #B34700; color: white; font-weight: bold }}
</style></head><body><h1>{title}</h1>{body}<p>Written by the registry, not by a person.</p></body></html>
"""


def inbox(case: Case, role: str) -> None:
    """All that one role gets to see: its table as a line, its notes as numbered lines of text."""
    if role not in ROLES:
        raise ValueError(f"not a role: {role!r}; choose from {', '.join(ROLES)}")
    notes = case.inboxes[role]["notes"]
    figure, axes = plt.subplots(figsize=(8.5, 2.3 + 0.22 * len(notes)))
    _series(axes, case, role)
    axes.set(title=f"The inbox of the {role}", ylabel=textwrap.fill(TABLES[role].name, 18))
    style.month_ticks(axes, MONTHS)
    for month, numbers in _by_month(enumerate(notes, start=1)).items():
        place = MONTHS.index(month)
        axes.axvline(place, color=style.GREY, linestyle=":", linewidth=1)
        axes.annotate(", ".join(str(number) for number, _ in numbers), (place, 1), (2, -9), **_inside())
    lines = [f"{number}  {note['month']}  {note['form']}: {note['text']}" for number, note in enumerate(notes, start=1)]
    figure.supxlabel("\n".join(lines), ha="left", x=0.02, fontsize=10, linespacing=1.4)


def seven(case: Case) -> None:
    """All seven tables below each other, with the notes that are about something dated in them."""
    figure, panels = plt.subplots(len(ROLES), 1, figsize=(8.5, 8), sharex=True)
    for axes, role in zip(panels, ROLES, strict=True):
        _series(axes, case, role)
        axes.set_ylabel(SHORT[role], rotation=0, ha="right", va="center", fontweight="bold")
        axes.set_title(TABLES[role].name, fontsize=9, fontweight="normal", pad=2)
        axes.set_yticks([])
        told = [note for note in case.inboxes[role]["notes"] if note["about"] != "other"]
        for line, (month, notes) in enumerate(_by_month(enumerate(told)).items()):
            place = MONTHS.index(month)
            axes.axvline(place, color=style.ORANGE, linestyle="--", linewidth=1.5)
            text = ", ".join(note["about"] for _, note in notes) + f" {month}"
            side = {"ha": "right"} if place > 11 else {"ha": "left"}
            start = (-4 if place > 11 else 4, 12 * line)
            axes.annotate(text, (place, 0.06), start, color=style.ORANGE, fontsize=10, **side, **_inside())
    style.month_ticks(panels[-1], MONTHS)
    figure.suptitle("Seven tables (lines) and eight notes (dashed)", fontweight="bold")


def knowledge(readings: pd.DataFrame) -> None:
    """How sure an ideal reader of some inboxes is of the true cause: pairs as a map, all choices as dots.

    readings: data/inboxes/readings.csv.
    """
    mean = readings.drop(columns=["seed", "cause"]).mean()
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.6), width_ratios=(1.25, 1))
    grid = np.full((len(ROLES), len(ROLES)), np.nan)
    for row, one in enumerate(ROLES):
        for column, other in enumerate(ROLES[: row + 1]):
            grid[row, column] = mean[one if one == other else f"{other} + {one}"]
    image = left.imshow(grid, cmap="Blues", vmin=0.1, vmax=0.7)
    for row, column in np.argwhere(~np.isnan(grid)):
        text, colour = f"{100 * grid[row, column]:.0f}", style.ink_on(tuple(image.to_rgba(grid[row, column])))
        left.text(column, row, text, ha="center", va="center", color=colour)
    names = [SHORT[role] for role in ROLES]
    left.set_xticks(range(len(ROLES)), names, rotation=45, ha="right")
    left.set_yticks(range(len(ROLES)), names)
    left.grid(visible=False)
    left.set_title("Alone (diagonal) and in pairs, in %", fontsize=11)
    rng = np.random.default_rng(7)
    for place, count in enumerate((1, 2, 3, 7)):
        dots = 100 * mean[[name.count("+") == count - 1 for name in mean.index]]
        right.scatter(place + rng.uniform(-0.12, 0.12, len(dots)), dots, s=18, color=style.BLUE)
        right.text(place + 0.18, dots.max(), f"{dots.max():.0f}", va="center", fontweight="bold")
    right.axhline(100 / len(CAUSES), color=style.GREY, linestyle=":")
    right.text(3.4, 100 / len(CAUSES) + 1.5, "a guess", ha="right", color=style.GREY)
    right.set_xticks(range(4), ["one", "two", "three", "all seven"])
    right.set(ylim=(0, 104), xlim=(-0.4, 3.6), ylabel="probability given to the true cause (%)")
    right.set_title("Every choice of inboxes is a dot", fontsize=11)
    figure.suptitle("No inbox knows, and talking is what makes the difference", fontweight="bold")


def canary(answers: pd.DataFrame, stopped: int | None) -> None:
    """Granted so far, canary against the others, request by request: columns replica and granted, in order of time.

    A band of two standard errors around each; `stopped` is the request at which the rule stopped, None if it did not.
    """
    _, axes = plt.subplots(figsize=(8.5, 3.6))
    is_canary = answers["replica"] == "C"
    looks = (("champion (A, B)", ~is_canary, style.BLUE, "-"), ("canary (C)", is_canary, style.ORANGE, "--"))
    for name, mine, colour, dashes in looks:
        granted = answers.loc[mine, "granted"]
        count = np.arange(1, len(granted) + 1)
        share = granted.cumsum() / count
        error = 2 * np.sqrt((granted.cumsum() + 1) * (count - granted.cumsum() + 1) / (count + 2) ** 2 / count)
        axes.plot(granted.index, 100 * share, color=colour, linestyle=dashes)
        axes.fill_between(granted.index, 100 * (share - error), 100 * (share + error), color=colour, alpha=0.15, lw=0)
        label = f"{name} {100 * share.iloc[-1]:.0f} %"
        axes.text(1.02 * len(answers), 100 * share.iloc[-1], label, color=colour, va="center", fontweight="bold")
    if stopped is not None:
        axes.axvline(stopped, color="black", linestyle=":")
        axes.annotate(f"stopped at request {stopped}", (stopped, 0.04), (-4, 0), ha="right", **_inside())
    axes.set(xlabel="request", ylabel="granted so far (%)", ylim=(40, 106))
    axes.set_xlim(0, 1.32 * len(answers))
    axes.set_title("The canary is up, and grants what the champion refuses")


def network(mails: Sequence[Mapping[str, Any]], needed: Collection[str] = ()) -> None:
    """Who writes to whom: lines as thick as there are mails; dashed in orange where two of `needed` never write."""
    figure, axes = plt.subplots(figsize=(7.5, 5.4))
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(ROLES)) / len(ROLES)
    places = {role: (1.3 * np.cos(angle), np.sin(angle)) for role, angle in zip(ROLES, angles, strict=True)}
    counts: dict[frozenset[str], int] = {}
    for mail in mails:
        pair = frozenset((mail["from"], mail["to"]))
        counts[pair] = counts.get(pair, 0) + 1
    for place, one in enumerate(ROLES):
        for other in ROLES[:place]:
            xs, ys = zip(places[one], places[other], strict=True)
            count = counts.get(frozenset((one, other)), 0)
            if count:
                axes.plot(xs, ys, color=style.SKY, linewidth=0.5 + count / 4, zorder=1, solid_capstyle="round")
                axes.text(np.mean(xs), np.mean(ys), str(count), fontsize=9, ha="center", va="center", zorder=2)
            elif one in needed and other in needed:
                axes.plot(xs, ys, color=style.ORANGE, linestyle="--", linewidth=2.5, zorder=1)
    for role, (x, y) in places.items():
        colour = style.ORANGE if role in needed else style.BLUE
        axes.scatter(x, y, s=380, color=colour, marker="s" if role in needed else "o", zorder=3)
        side = "center" if abs(x) < 0.7 else "left" if x > 0 else "right"
        shift = (0.0, 0.19 * np.sign(y)) if side == "center" else (0.16 * np.sign(x), 0.0)
        axes.text(x + shift[0], y + shift[1], role, ha=side, va="center", fontweight="bold", color=colour)
    axes.set(xlim=(-2.3, 2.3), ylim=(-1.3, 1.3))
    axes.axis("off")
    figure.suptitle("Who held the pieces (squares), and who never wrote to whom (dashed)", fontweight="bold")


def _series(axes: Axes, case: Case, role: str) -> None:
    """The table of a role as a line, on a band of what is normal."""
    column = TABLES[role]
    values = [row[column.name] for row in case.inboxes[role]["table"]]
    axes.axhspan(column.level - 2 * column.noise, column.level + 2 * column.noise, color=style.GREY, alpha=0.12, lw=0)
    axes.plot(range(len(MONTHS)), values, color=style.BLUE, marker="o", markersize=4)
    reach = column.step + 2.5 * column.noise
    axes.set_ylim(min(column.level - reach, *values), max(column.level + reach, *values))
    axes.grid(visible=False)


def _by_month(notes: Iterable[tuple[int, Mapping[str, Any]]]) -> dict[str, list[tuple[int, Mapping[str, Any]]]]:
    found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, note in notes:
        found.setdefault(note["month"], []).append((number, note))
    return found


def _inside() -> dict[str, Any]:
    return {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
