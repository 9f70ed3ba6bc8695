"""Watches the figures that a kernel draws: which of their texts have too little contrast with what is behind them.

The first cell of a lesson is to import it; FOUND holds what was seen.
"""

from collections import Counter

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from bora import style

FOUND = []
_NORMAL, _LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3: large is 18 points, or 14 and bold
_print_figure = FigureCanvasBase.print_figure


def _watch(canvas, *arguments, **options):
    figure = canvas.figure
    FOUND.extend(faint(figure))
    figure.set_canvas(canvas)
    return _print_figure(canvas, *arguments, **options)


def faint(figure: Figure) -> list[str]:
    """The texts of a figure that are hard to read, with contrast and colours."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    found = []
    for text in figure.findobj(Text):
        box = text.get_window_extent(canvas.get_renderer())
        if not text.get_text().strip() or not text.get_visible() or box.width < 2:
            continue
        top, bottom = len(pixels) - int(box.y1) - 2, len(pixels) - int(box.y0) + 1
        behind = pixels[max(0, top) : bottom, max(0, int(box.x0) - 1) : int(box.x1) + 2, :3].reshape(-1, 3)
        if not len(behind):
            continue
        paper = np.array(Counter(map(tuple, behind)).most_common(1)[0][0]) / 255
        *colour, opacity = to_rgba(text.get_color(), text.get_alpha())
        colour = opacity * np.array(colour) + (1 - opacity) * paper
        contrast = style.contrast(tuple(colour), tuple(paper))
        if contrast < (_LARGE if _is_large(text) else _NORMAL):
            found.append(f"{text.get_text()!r} {to_hex(colour)} on {to_hex(paper)}: {contrast:.2f}")
    return found


def _is_large(text: Text) -> bool:
    bold = text.get_fontweight() in ("bold", 700)
    return text.get_fontsize() >= (14 if bold else 18)


FigureCanvasBase.print_figure = _watch
