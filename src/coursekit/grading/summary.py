"""The head of a feedback page: one sentence, then each exercise by its name, with its points.

nbgrader lists "Test cell (Score: 1.0 / 1.0)" once for each check, which says little to who has thirty of them.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from coursekit.cell_ids import CellId

_LOOK = """<style>
div.output_area pre { white-space: pre-wrap; overflow-wrap: anywhere; }
div.rendered_html table { margin: 0.6em 0; }
div.rendered_html td, div.rendered_html th { padding: 0.2em 0.8em; border-bottom: 1px solid #ddd; text-align: left; }
summary { display: list-item; }
</style></head>"""
"""What nbgrader's page lacks: messages in full, tables with room between columns, hints that look like hints."""
_LIST = re.compile(r'<div id="toc">.*?</div>', re.DOTALL)
_HEADING = re.compile(r"^## Exercise (\d+\.\d+): (.+?)(?: \(\d[^()]*\))?$", re.MULTILINE)


@dataclass
class Line:
    """An exercise on the page. place: the cell where it begins to be graded; waiting: to be graded by hand."""

    name: str
    place: str
    points: float = 0.0
    most: float = 0.0
    waiting: bool = False
    comments: list[str] = field(default_factory=list)


def lines(notebook: NotebookNode) -> list[Line]:
    """The exercises of a graded notebook whose cells have score and points, in order."""
    names = dict(pair for cell in notebook.cells for pair in _HEADING.findall(cell.source))
    found: dict[str, Line] = {}
    comments: dict[str, list[str]] = defaultdict(list)
    for cell in notebook.cells:
        graded = cell.metadata.get("nbgrader", {})
        identity = CellId.parse(str(graded.get("grade_id", "")))
        if identity is None:
            continue
        if graded.get("comment"):
            comments[identity.exercise].append(str(identity))
        if graded.get("grade"):
            title = f"{identity.exercise} {names.get(identity.exercise, '')}".strip()
            line = found.setdefault(identity.exercise, Line(title, str(identity)))
            line.points += graded.get("score") or 0.0
            line.most += graded.get("points") or 0.0
            line.waiting = line.waiting or bool(graded.get("waiting"))
    for exercise, line in found.items():
        line.comments = comments[exercise]
    return list(found.values())


def sentence(found: Sequence[Line], late: float) -> str:
    """What a learner wants to know first."""
    graded = [line for line in found if not line.waiting]
    points = sum(line.points for line in graded) - late
    left = [line.name.partition(" ")[0] for line in graded if line.points < line.most - 1e-9]
    most = sum(line.most for line in graded)
    said = f"You have {points:.4g} of {most:.4g} points" + (
        "" if len(graded) == len(found) else " that are graded so far"
    )
    said += f", {late:.4g} taken off because it came late." if late else "."
    if left:
        said += f" There is something to learn in {_listed(left)}: the message below each check says what."
    elif graded:
        said += " Every check is passed."
    waiting = [line.name.partition(" ")[0] for line in found if line.waiting]
    return said + (f" Not graded yet: {_listed(waiting)}." if waiting else "")


def put_on(page: str, about: dict[str, Any]) -> str:
    """A feedback page of nbgrader's with this head in place of its list of cells.

    about: what the preprocessors know of the submission, "exercises" (as `lines` gives them) and "late_penalty".
    """
    head = "".join(_head(about["exercises"], float(about["late_penalty"])))
    return _LIST.sub(lambda _: head, page.replace("</head>", _LOOK, 1), count=1)


def _head(found: Sequence[Line], late: float) -> Iterator[str]:
    yield f'<div id="toc"><p><strong>{html.escape(sentence(found, late))}</strong></p>'
    yield '<table class="table"><thead><tr><th>Exercise</th><th>Points</th><th>of</th><th></th></tr></thead><tbody>'
    for line in found:
        points = "not graded yet" if line.waiting else f"{line.points:.4g}"
        comments = " ".join(f'<a href="#comment-{html.escape(name)}">comment</a>' for name in line.comments)
        name = f'<a href="#{html.escape(line.place)}">{html.escape(line.name)}</a>'
        yield f"<tr><td>{name}</td><td>{points}</td><td>{line.most:.4g}</td><td>{comments}</td></tr>"
    if late:
        yield f"<tr><td>came late</td><td>-{late:.4g}</td><td></td><td></td></tr>"
    yield "</tbody></table></div>"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
