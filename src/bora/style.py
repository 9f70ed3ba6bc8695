"""One look for every figure, and the few drawing helpers that are not the lesson."""

import importlib.resources
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.typing import ColorType

# After Okabe and Ito (2008), a palette that colour-blind readers can tell apart. Their orange, green and pink are
# darker here: a label in its line's colour has a contrast of at least 4.5 on white (WCAG 2.2). AMBER, SKY: for areas.
BLUE, ORANGE, GREEN, PINK, AMBER, SKY, GREY = (
    "#0072B2",
    "#B34700",
    "#00704F",
    "#B0528A",
    "#E69F00",
    "#56B4E9",
    "#555555",
)
READABLE = 4.6
"""The least contrast of a text: 4.5, and a little, since figures are drawn on a paper that is not quite white."""


def use() -> None:
    """Switch matplotlib to the course's style; call it once, in the setup cell."""
    with importlib.resources.as_file(importlib.resources.files("bora") / "bora.mplstyle") as sheet:
        plt.style.use(sheet)


def contrast(one: ColorType, other: ColorType) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white), as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink(colour: ColorType) -> ColorType:
    """The colour as it is used for text: darker, where it would not be read on white."""
    darker = np.array(to_rgb(colour))
    while contrast(tuple(darker), "white") < READABLE:
        darker = 0.95 * darker
    return tuple(darker)


def ink_on(background: ColorType) -> str:
    """White or black, whichever is read better on a background."""
    return max("white", "black", key=lambda colour: contrast(colour, background))


def _luminance(colour: ColorType) -> float:
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def label_line(axes: Axes, line: Line2D, text: str, at: int = -1, offset: tuple[float, float] = (6, 0)) -> None:
    """Write `text` in the line's own colour beside its point number `at`, instead of a legend entry.

    `offset` is in points, to the right and up. Leave room on the axes with `axes.margins(x=...)`.
    """
    x, y = np.asarray(line.get_xydata())[at]
    axes.annotate(
        text,
        (x, y),
        xytext=offset,
        textcoords="offset points",
        color=ink(line.get_color()),
        va="center",
        fontweight="bold",
        annotation_clip=False,
    )


def mark_span(axes: Axes, first: float, last: float, text: str, colour: str = GREY) -> None:
    """Shade the span from `first` to `last` on the x axis and name it at the top, inside the axes."""
    axes.axvspan(first, last, color=colour, alpha=0.12, linewidth=0)
    axes.annotate(
        text,
        ((first + last) / 2, 0.98),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="top",
        fontsize=9,
        color=colour,
    )


def month_ticks(axes: Axes, months: Sequence[str], every: int = 3) -> None:
    """Label an x axis of positions 0, 1, 2, ... with every `every`-th of `months` ("YYYY-MM")."""
    axes.set_xticks(range(0, len(months), every), [months[i] for i in range(0, len(months), every)])
