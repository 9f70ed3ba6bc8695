"""Figures can be read: labels in the palette's colours, on white and on other colours."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import nbclient
import nbformat
import pytest

from bora import style
from coursekit import manifest
from coursekit.manifest import Course, Lab

LABS = manifest.load(Path(__file__).parents[1]).labs


@pytest.mark.parametrize("name", ["BLUE", "ORANGE", "GREEN", "PINK", "GREY"])
def test_a_colour_for_labels_is_read_on_white(name: str) -> None:
    colour = getattr(style, name)
    assert style.contrast(colour, "white") >= style.READABLE
    assert style.ink(colour) == pytest.approx(plt.matplotlib.colors.to_rgb(colour)), "so it need not be darker"


@pytest.mark.parametrize("name", ["AMBER", "SKY"])
def test_a_colour_for_areas_is_darker_where_it_is_a_text(name: str) -> None:
    colour = getattr(style, name)
    assert style.contrast(colour, "white") < 4.5 <= style.contrast(style.ink(colour), "white")


def test_the_palette_is_the_one_that_lines_are_drawn_in() -> None:
    with plt.rc_context():
        style.use()
        drawn = [f"#{colour.lstrip('#').upper()}" for colour in plt.rcParams["axes.prop_cycle"].by_key()["color"]]
    assert drawn == [style.BLUE, style.ORANGE, style.GREEN, style.PINK, style.AMBER, style.SKY, style.GREY]


def test_contrast_is_that_of_the_standard() -> None:
    assert style.contrast("white", "black") == pytest.approx(21)
    assert style.contrast("#777777", "white") == pytest.approx(4.48, abs=0.005)
    assert (style.ink_on("black"), style.ink_on("#ffff00")) == ("white", "black")


@pytest.mark.slow
def test_a_faint_label_is_noticed() -> None:
    found = faint_in("import matplotlib.pyplot as plt", "plt.text(0.5, 0.5, 'who reads this', color='#aaaaaa')")
    assert [text.partition(" #")[0] for text in found] == ["'who reads this'"]


@pytest.mark.thorough
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_every_label_of_a_lesson_is_read(course: Course, lab: Lab) -> None:
    cells = nbformat.read(course.lesson(lab), as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert faint_in(*code, folder=course.lesson(lab).parent) == []


def faint_in(*code: str, folder: Path = Path()) -> list[str]:
    """What is hard to read in the figures that cells draw."""
    watch = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import contrast"
    said = "import contrast, json; print(json.dumps(contrast.FOUND))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (watch, *code, said)])
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=where).execute()
    return json.loads("".join(output.get("text", "") for output in notebook.cells[-1].outputs))
