"""`coursekit feedback`: a class always gets to its end, and nobody is given back a page of another hand-in."""

import io
import os
import re
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from coursekit.errors import CourseError
from coursekit.grading import feedback, intake, tables
from coursekit.grading.book import load_config
from coursekit.grading.feedback import NOT_GRADED, write_feedback
from coursekit.grading.run import _quick_to_show
from coursekit.grading.summary import Line, sentence
from coursekit.manifest import Course
from grading_helpers import change, grade, stand_in

pytestmark = [pytest.mark.slow, pytest.mark.believable]

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


def test_the_head_of_a_page_names_exercises_with_their_points_and_says_what_to_learn(course: Course) -> None:
    grade(course)
    give_back(course)
    perfect, half = (page(course, student).read_text() for student in ("perfect", "misconception-1"))
    assert "You have 2 of 2 points that are graded so far. Every check is passed. Not graded yet: 1.2." in perfect
    assert '<a href="#check-1-1">1.1 double it</a></td><td>2</td><td>2</td>' in perfect
    assert '<a href="#written-1-2">1.2 say it</a></td><td>not graded yet</td><td>2</td>' in perfect
    assert "There is something to learn in 1.1: the message below each check says what." in half
    assert "Test cell" not in perfect


def test_what_came_late_says_so_in_the_head() -> None:
    found = [Line("1.1 double it", "check-1-1", 2.0, 2.0), Line("1.2 say it", "written-1-2", 1.5, 2.0)]
    assert sentence(found, late=0.7) == (
        "You have 2.8 of 4 points, 0.7 taken off because it came late. There is something to learn in 1.2: the message "
        "below each check says what."
    )


FRAME = pd.DataFrame({"name": ["a<b", "c"], "mean": [1.5, float("nan")]}, index=["x", "y"])


def test_a_table_stays_a_table_and_nothing_else_of_its_html_is_kept() -> None:
    shown = tables.safe(FRAME.to_html() + "<script>alert(1)</script>")
    assert shown == (
        '<table class="dataframe"><tr><th></th><th>name</th><th>mean</th></tr>'
        "<tr><th>x</th><td>a&lt;b</td><td>1.5</td></tr><tr><th>y</th><td>c</td><td>NaN</td></tr></table>"
    )
    assert tables.safe(shown) == shown
    assert "&lt;t" not in tables.clean_html(shown), "it is shown as a table"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<table><tr onclick=x><td><img src=x onerror=alert(1)>&lt;script&gt;alert(1)&lt;/script&gt;</td></tr></table>",
        "<table><tr><td><script>alert(1)</script></td><td><style>td{}</style>1</td></tr>",
        "<tr><td>no table</td></tr>",
        "<table><tr><td>" * 20_000,
        "<!--" * 50_000,
        "<table><![CDATA[" * 12_000,
        "<table " + "a=" * 90_000,
    ],
)
def test_html_that_means_harm_does_none_and_takes_no_time(text: str) -> None:
    begun = time.process_time()
    shown = tables.safe(text)
    assert time.process_time() - begun < 2
    assert not re.search(r"<(?!/?(table|tr|td|th|div)\b)", shown), shown[:300]
    assert "onerror" not in shown or "<img" not in shown


def test_tables_are_on_the_pages_of_learners_and_teachers(course: Course) -> None:
    grade(course)
    path = course.root / "autograded" / "perfect" / SLUG / f"{SLUG}.ipynb"
    graded = nbformat.read(path, as_version=4)
    graded.cells.append(nbformat.v4.new_code_cell("frame", outputs=[_output(FRAME.to_html())]))
    nbformat.write(graded, path)
    give_back(course)
    assert "<th>name</th>" in page(course, "perfect").read_text()
    exporter = HTMLExporter(config=load_config(course.root), template_name="classic")
    assert "<th>name</th>" in exporter.from_notebook_node(graded)[0], "formgrader shows it like this"
    assert _quick_to_show(_output("<script>alert(1)</script>"))["data"] == {"text/plain": "as text"}


def _output(text: str) -> NotebookNode:
    return nbformat.v4.new_output("execute_result", {"text/html": text, "text/plain": "as text"})


def test_a_model_answer_lies_beside_the_written_one_and_only_the_teacher_sees_it(course: Course) -> None:
    grade(course)
    give_back(course)
    graded = nbformat.read(course.root / "autograded" / "perfect" / SLUG / f"{SLUG}.ipynb", as_version=4)
    ids = [cell.id for cell in graded.cells]
    assert ids[ids.index("written-1-2") + 1] == "model-1-2"
    assert "smallest even prime" in next(cell.source for cell in graded.cells if cell.id == "model-1-2")
    assert "smallest even prime" not in page(course, "blank").read_text()
    assert "For the teacher" not in page(course, "perfect").read_text()
