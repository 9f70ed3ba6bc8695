"""From course text to notebooks: cell ids, nbgrader metadata, slides, and the first cell out of the manifest."""

import re
from collections import Counter
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.cell_ids import CellId
from coursekit.manifest import Course, Lab
from coursekit.texts.source import Cell, Source

HIDDEN_NOTE = "# Hidden checks: they run when your work is graded. They ask nothing that the statement does not say."
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
WRITTEN_STUB = "YOUR ANSWER HERE"

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def lesson(course: Course, lab: Lab, source: Source) -> NotebookNode:
    """The lesson as a notebook without outputs: cells numbered by section, slide metadata, nbval's tags."""
    ids = _Ids()
    cells = [_cell("markdown", lesson_title(course, lab), "title", {"slideshow": {"slide_type": "slide"}})]
    for cell in source.cells:
        if cell.tag == "teacher":
            continue
        metadata: dict[str, Any] = {"slideshow": {"slide_type": _slide_type(cell)}}
        tags = {"compare": ["nbval-check-output"], "measured": ["nbval-ignore-output"]}.get(cell.tag)
        if tags:
            metadata["tags"] = tags
        cells.append(_cell(cell.cell_type, cell.source, ids.next(cell), metadata))
    return _notebook(cells)


def solution(course: Course, lab: Lab, source: Source) -> NotebookNode:
    """The complete assignment as nbgrader wants its source: reference answers, checks, hidden checks in their marks."""
    ids = _Ids()
    cells = [_given("markdown", assignment_title(course, lab, source), "title")]
    for cell in source.cells:
        if cell.tag == "teacher":
            continue
        grade_id = ids.next(cell)
        if not cell.tag:
            cells.append(_given(cell.cell_type, cell.source, grade_id))
            continue
        text, metadata = cell.source, _nbgrader(grade_id, cell)
        if cell.tag == "hidden":
            text = "\n".join((HIDDEN_NOTE, BEGIN_HIDDEN, text, END_HIDDEN))
        if cell.tag == "answer":
            metadata["coursekit"] = {"names": cell.names}
        cells.append(_cell(cell.cell_type, text, grade_id, metadata))
    return _notebook(cells)


def grade_id(cell: Cell) -> str:
    """The stable id of a named cell, in nbgrader and in the notebook: `check:1.2-units` is check-1-2-units."""
    return str(CellId.of(cell.tag, cell.name))


def lesson_title(course: Course, lab: Lab) -> str:
    """The first cell of a lesson, written from the manifest."""
    rows = [
        f"| Time | {lab.reading_minutes} min to read, {lab.doing_minutes} min to do; the machine computes for about "
        f"{lab.compute_seconds} s |"
    ]
    if lab.builds_on:
        links = [f"[{other.title}]({other.slug}.ipynb)" for other in course.labs if other.number in lab.builds_on]
        rows.append(f"| Builds on | {', '.join(links)} |")
    rows.append(f"| Slides | {'; '.join(lab.slides)} |")
    if lab.has_assignment:
        rows.append(
            f"| Afterwards | the [assignment](../assignments/{lab.slug}/{lab.slug}.ipynb), {lab.points} points, "
            f"about {lab.assignment_minutes} min |"
        )
    outcomes = "\n".join(f"- {outcome}" for outcome in lab.outcomes)
    return "\n".join(
        (
            f"# {lab.number}. {lab.title}",
            "",
            f"*{lab.promise}*",
            "",
            "After this lab you will be able to",
            "",
            outcomes,
            "",
            "| | |",
            "|---|---|",
            *rows,
        )
    )


def assignment_title(course: Course, lab: Lab, source: Source) -> str:
    """The first cell of an assignment: what is given, what to deliver, how it is graded, how long it takes."""
    files = ", ".join(f"`data/{name.rpartition('/')[2]}`" for name in lab.data)
    return "\n".join(
        (
            f"# Assignment {lab.number}. {lab.title}",
            "",
            f"{lab.points} points, about {lab.assignment_minutes} minutes. It practises the lesson "
            f"[{lab.number}. {lab.title}](../../notebooks/{lab.slug}.ipynb).",
            "",
            f"- **Given:** {files or 'everything stands in the cells below'}.",
            "- **To deliver:** this notebook under its own name, saved after "
            "*Kernel > Restart Kernel and Run All Cells*. JupyterLab stops at the first cell that fails: run the cells "
            "after it by hand (Shift+Enter), or leave them. Grading runs all cells and does not stop.",
            "- **Where you write:** in the cells that hold `raise NotImplementedError()` (replace that line; add code, "
            "imports and helpers in the same cell as you like) and in the cell that says *YOUR ANSWER HERE*. All other "
            "cells are put back as they were before grading.",
            "- **How it is graded:** each answer is followed by a check that you can run, with messages that help, and "
            "by a hidden one that runs when your work is graded. Hidden checks ask what the statement says, with other "
            "numbers and at the edges that it names. The exercises do not depend on each other: skip one and go on.",
            "",
            "| exercise | what | points |",
            "|---|---|---|",
            *exercise_rows(source),
        )
    )


def exercise_rows(source: Source) -> list[str]:
    """The exercises as rows of a markdown table."""
    return [f"| {number} | {title} | {points:g} |" for number, title, points in exercise_table(source)]


def exercise_table(source: Source) -> list[tuple[str, str, float]]:
    """Number, title and points of each exercise, titles from the headings `## Exercise 1.2: title (...)`."""
    headings = {
        match[1]: match[2]
        for cell in source.cells
        for match in re.finditer(r"^## Exercise ([0-9.]+): (.*?) \(", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown"
    }
    points: Counter[str] = Counter()
    for cell in source.tagged("check", "hidden", "written"):
        points[cell.exercise] += cell.points  # type: ignore[assignment]
    return [(exercise, headings.get(exercise, ""), total) for exercise, total in points.items()]


class _Ids:
    """Cell ids that derive from names: of the cell itself, else of the last heading, with a counter."""

    def __init__(self) -> None:
        self._section = "start"
        self._count: Counter[str] = Counter()

    def next(self, cell: Cell) -> str:
        heading = re.match(r"^#{1,3} (.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            self._section = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\(.*\)", "", heading[1]).lower()).strip("-")[:40]
        if cell.name:
            return grade_id(cell)
        self._count[self._section] += 1
        return f"{self._section}-{self._count[self._section]}".lstrip("-")


def _slide_type(cell: Cell) -> str:
    """For RISE and nbconvert: sections open slides, prose is for the speaker. (`texts.slides` makes better ones.)"""
    if cell.tag in ("setup", "try") or cell.source.startswith("<details>"):
        return "skip"
    if cell.cell_type == "code":
        return "subslide"
    if cell.source.startswith("## "):
        return "slide"
    return "subslide" if re.search(r"\*\*(Bet|Predict|Try it|Do it)", cell.source) else "notes"


def _nbgrader(identity: str, cell: Cell) -> dict[str, Any]:
    graded = cell.tag in ("check", "hidden", "written")
    metadata: dict[str, Any] = {
        "grade": graded,
        "grade_id": identity,
        "locked": cell.tag in ("check", "hidden"),
        "schema_version": 3,
        "solution": cell.tag in ("answer", "written"),
        "task": False,
    }
    if graded:
        metadata["points"] = cell.points
    return {"nbgrader": metadata}


def _given(cell_type: str, text: str, identity: str) -> NotebookNode:
    locked = {
        "grade": False,
        "grade_id": identity,
        "locked": True,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return _cell(cell_type, text, identity, {"nbgrader": locked})


def _cell(cell_type: str, text: str, identity: str, metadata: dict[str, Any]) -> NotebookNode:
    make = nbformat.v4.new_markdown_cell if cell_type == "markdown" else nbformat.v4.new_code_cell
    return make(text, id=identity, metadata=metadata)


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    notebook.nbformat_minor = 5
    return notebook
