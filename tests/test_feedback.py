"""`coursekit feedback`: a class always gets to its end, and nobody is given back a page of another hand-in."""

import io
import os
import time
from pathlib import Path

import nbformat
import pytest

from coursekit.errors import CourseError
from coursekit.grading import feedback, intake
from coursekit.grading.feedback import NOT_GRADED, write_feedback
from coursekit.manifest import Course
from grading_helpers import change, grade, stand_in

pytestmark = pytest.mark.slow

SLUG = "01_tiny"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def course(class_with_gradebook: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    stand_in(monkeypatch)
    return class_with_gradebook


def give_back(course: Course, *students: str) -> tuple[list[str], str]:
    out = io.StringIO()
    return write_feedback(course, course.labs[0], list(students), jobs=2, out=out), out.getvalue()


def page(course: Course, student: str) -> Path:
    return course.root / "feedback" / student / SLUG / f"{SLUG}.html"


def test_a_page_has_points_comments_and_messages(course: Course) -> None:
    grade(course)
    written, said = give_back(course)
    assert len(written) == 7
    assert "Twice the number is asked for" in page(course, "misconception-1").read_text()
    assert "Score: 2.0 /" in page(course, "perfect").read_text()
    assert "No response." in page(course, "blank").read_text()
    assert said.count("\n") == 1
    assert "damaged: not graded (the file is damaged" in said


def test_after_a_broken_hand_in_a_page_says_so_instead_of_the_old_one(course: Course) -> None:
    grade(course)
    give_back(course)
    assert page(course, "perfect").is_file()
    path = course.root / "submitted" / "perfect" / SLUG / f"{SLUG}.ipynb"
    whole = path.read_bytes()
    path.write_bytes(whole[:200])
    grade(course)
    written, said = give_back(course)
    assert "perfect" not in written
    assert "perfect: not graded (the file is damaged" in said
    assert not page(course, "perfect").exists()
    assert "not valid JSON" in page(course, "perfect").with_name(NOT_GRADED).read_text()
    path.write_bytes(whole)
    grade(course)
    give_back(course)
    assert page(course, "perfect").is_file()
    assert not page(course, "perfect").with_name(NOT_GRADED).exists()


def test_pictures_of_a_written_answer_are_on_the_page(course: Course) -> None:
    path = course.root / "submitted" / "perfect" / SLUG / f"{SLUG}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "written-1-2")
    cell.source, cell["attachments"] = "![x](attachment:x.png)", {"x.png": {"image/png": DOT}}
    nbformat.write(notebook, path)
    grade(course, "perfect")
    give_back(course, "perfect")
    assert f'src="data:image/png;base64,{DOT}"' in page(course, "perfect").read_text()


def slowly(student: str) -> str:
    """A page that takes for ever, one whose process dies, one that fails, and good ones."""
    if student == "slow":
        time.sleep(60)
    if student == "dies":
        os._exit(1)
    return "no page" if student == "fails" else ""


def test_a_page_that_takes_too_long_or_kills_its_process_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "PAGE_SECONDS", 3)
    started = time.monotonic()
    students = ["slow", "a", "dies", "b", "fails", "c", "d"]
    problems = dict(feedback._make_pages(slowly, students, 2))
    assert problems == {
        "slow": "it took longer than 3 s, or its process was ended",
        "dies": "it took longer than 3 s, or its process was ended",
        "fails": "no page",
    }
    assert time.monotonic() - started < 40


def test_pages_that_cannot_be_made_are_named_when_all_others_are(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(course)
    (course.root / "autograded" / "half" / SLUG / f"{SLUG}.ipynb").write_text("{")
    with pytest.raises(CourseError, match=r"^6 page\(s\) written; the feedback page of half could not be made: "):
        give_back(course)
    assert page(course, "perfect").is_file()


def test_a_page_shows_a_bounded_part_of_endless_outputs_and_texts() -> None:
    streams = [nbformat.v4.new_output("stream", text="x" * 1_000) for _ in range(10_000)]
    displays = [nbformat.v4.new_output("display_data", {"text/plain": "y" * 100_000}) for _ in range(3)]
    error = nbformat.v4.new_output("error", ename="E", evalue="z" * 99_999, traceback=["z" * 99_999] * 9)
    cells = [
        nbformat.v4.new_code_cell("#" * 9_000_000, outputs=[*displays, *streams, error]),
        nbformat.v4.new_code_cell("1", outputs=[error]),
        nbformat.v4.new_markdown_cell("\\begin{a}" * 14_000),
    ]
    shown = intake.for_learners(nbformat.v4.new_notebook(cells=cells))
    assert len(nbformat.writes(shown)) < 400_000
    assert "outputs more" in shown.cells[0].outputs[-1].text
    assert intake.for_learners(shown).cells[1].source == "1"


def test_nobody_graded_is_said(course: Course) -> None:
    with pytest.raises(CourseError, match="run 'coursekit grade"):
        give_back(course)
    grade(course, "perfect")
    with pytest.raises(CourseError, match="there is no autograded/blank/01_tiny: run 'coursekit grade 01_tiny' first"):
        give_back(course, "blank")


def test_changed_work_gets_a_new_page(course: Course) -> None:
    grade(course, "half")
    give_back(course, "half")
    before = page(course, "half").read_text()
    change(course, "half", "checks.close", "checks . close")
    grade(course, "half")
    give_back(course, "half")
    assert "For the teacher" not in page(course, "half").read_text()
    assert before
