"""Text in, notebooks out, one way, the same bytes every time."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from coursekit.errors import CourseError
from coursekit.manifest import Course
from coursekit.texts import build, notebooks, source

pytestmark = [pytest.mark.slow, pytest.mark.believable]

Edit = Callable[[Path, str, str], None]


def _bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_give_the_same_bytes(tiny: Course) -> None:
    before = _bytes_below(tiny.root)
    build.build(tiny, list(tiny.labs))
    assert _bytes_below(tiny.root) == before


def test_the_lesson_is_executed_and_knows_its_slides(tiny: Course) -> None:
    lesson = nbformat.read(tiny.lesson(tiny.labs[0]), as_version=4)
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3]
    assert code[1].outputs[0].text == "the sum is 4.0\n"
    assert code[1].metadata.tags == ["nbval-check-output"]
    kinds = {cell.id: cell.metadata.slideshow.slide_type for cell in lesson.cells}
    assert kinds["title"] == "slide"
    assert kinds["1-does-it-double-1"] == "slide"
    assert kinds["try-1-1"] == "skip"


def test_a_teachers_note_is_in_no_notebook_but_in_the_guide(tiny: Course) -> None:
    for folder in ("notebooks", "solutions", "assignments"):
        for path in (tiny.root / folder).rglob("*.ipynb"):
            assert "calculator" not in path.read_text()
    assert "Ask who would have used a calculator." in (tiny.root / "docs" / "teach.md").read_text()


def test_what_learners_get_holds_stubs_and_no_hidden_check(tiny: Course) -> None:
    cells = {cell.id: cell for cell in nbformat.read(tiny.release(tiny.labs[0]), as_version=4).cells}
    assert "raise NotImplementedError()" in cells["answer-1-1"].source
    assert "2 * number" not in cells["answer-1-1"].source
    assert cells["hidden-1-1"].source == notebooks.HIDDEN_NOTE
    assert cells["written-1-2"].source == notebooks.WRITTEN_STUB
    assert cells["check-1-1"].metadata.nbgrader.points == 1
    assert cells["check-1-1"].metadata.editable is False


def test_the_commands_of_nbgrader_release_the_same_as_the_build(tiny: Course) -> None:
    built = tiny.release(tiny.labs[0]).read_bytes()
    subprocess.run(
        ["nbgrader", "generate_assignment", "01_tiny", "--create", "--force"],
        cwd=tiny.root,
        check=True,
        capture_output=True,
    )
    assert nbformat.reads(built.decode(), 4) == nbformat.read(tiny.release(tiny.labs[0]), 4)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys\nprint('careful', file=sys.stderr)", "writes to stderr: careful"),
        ("import os\nos._exit(1)", "DeadKernelError"),
    ],
)
def test_a_lesson_that_does_not_run_is_not_written(tiny: Course, edit: Edit, code: str, says: str) -> None:
    lab = tiny.labs[0]
    before = tiny.lesson(lab).read_bytes()
    edit(tiny.lesson_source(lab), "# %% compare\n", f"# %%\n{code}\n\n# %% compare\n")
    with pytest.raises(CourseError, match=says) as caught:
        build.build_lesson(tiny, lab)
    assert "01_tiny.py" in str(caught.value)
    assert tiny.lesson(lab).read_bytes() == before


def test_a_data_file_that_is_missing_is_named(tiny: Course) -> None:
    (tiny.root / "data" / "numbers.csv").unlink()
    with pytest.raises(CourseError, match=r"names data/numbers.csv, which does not exist"):
        build.build_assignment(tiny, tiny.labs[0])


def test_ids_follow_names_so_that_a_change_stays_small(tiny: Course, edit: Edit) -> None:
    lab = tiny.labs[0]
    before = notebooks.solution(tiny, lab, source.read(tiny.assignment_source(lab), "assignment"))
    edit(
        tiny.assignment_source(lab),
        "# %% [markdown]\n# ## Exercise 1.2",
        "# %%\nx = 1\n\n# %% [markdown]\n# ## Exercise 1.2",
    )
    after = notebooks.solution(tiny, lab, source.read(tiny.assignment_source(lab), "assignment"))
    assert {cell.id for cell in before.cells} < {cell.id for cell in after.cells}


def test_notebooks_hold_nothing_of_the_machine_that_built_them(tiny: Course) -> None:
    for path in tiny.root.rglob("*.ipynb"):
        notebook = json.loads(path.read_text())
        assert notebook["metadata"] == {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        assert str(tiny.root) not in path.read_text()
