"""The rubric of a written answer, as its statement says it: `1. **The number** (1 point): which run, which data.`"""

import re
from dataclasses import dataclass

_LINE = re.compile(r"^\d+\. \*\*(.+?)\*\* \((\d+(?:\.\d+)?) points?\)", re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """One thing that is looked for in a written answer, and the points for it."""

    name: str
    points: float


def lines(statement: str) -> list[Line]:
    """What a statement pays for; nothing where it has no rubric."""
    return [Line(name, float(points)) for name, points in _LINE.findall(statement)]
