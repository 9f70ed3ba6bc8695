"""Written answers graded in a spreadsheet: what is filled in is entered, and what stands somewhere else is not lost."""

import csv
import errno
import io
import sqlite3
from pathlib import Path

import pytest

from coursekit import cli, files
from coursekit.grading import feedback
from coursekit.manifest import Course
from grading_helpers import RIGHT, Engine, cell_scores, change, grade, stand_in

CELL, REASON, TRUE = "written-1-2", "A reason (of 1)", "True (of 1)"
pytestmark = [pytest.mark.slow, pytest.mark.believable, pytest.mark.usefixtures("engine")]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    return stand_in(monkeypatch)


@pytest.fixture
def course(class_with_gradebook: Course, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A graded class whose written answers are to be looked at, with its sheet."""
    monkeypatch.chdir(class_with_gradebook.root)
    grade(class_with_gradebook)
    assert cli.main(["rubric", "01"]) == 0
    return class_with_gradebook


def sheet_of(course: Course) -> Path:
    return course.root / "by_hand" / "01_tiny" / "1.2.csv"


def rows(course: Course) -> dict[str, dict[str, str]]:
    table = csv.DictReader(io.StringIO(sheet_of(course).read_text(encoding="utf-8-sig"), newline=""))
    return {row["student"]: row for row in table}


def fill_in(course: Course, student: str, **cells: str) -> None:
    names = {"reason": REASON, "true": TRUE, "off": "taken off", "comment": "comment"}
    found = rows(course)
    found[student] |= {names[name]: text for name, text in cells.items()}
    with sheet_of(course).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[student]))
        writer.writeheader()
        writer.writerows(found.values())


def in_the_gradebook(course: Course, student: str) -> tuple[float | None, str | None, bool]:
    """Points by hand, the comment, and whether somebody still has to look."""
    query = """
        select comment.manual_comment from comment join base_cell on base_cell.id = comment.cell_id
        join submitted_notebook on submitted_notebook.id = comment.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        where base_cell.name = ? and submitted_assignment.student_id = ?
    """
    with sqlite3.connect(course.root / "gradebook.db") as database:
        (comment,) = database.execute(query, (CELL, student)).fetchone()
    database.close()
    _, points, due = cell_scores(course)[student, CELL]
    return points, comment, due


def change_in_formgrader(course: Course, student: str, points: float) -> None:
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute(
            "update grade set manual_score = ? where id in (select grade.id from grade "
            "join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id "
            "where base_cell.name = ? and submitted_assignment.student_id = ?)",
            (points, CELL, student),
        )
    database.close()


def test_the_sheet_has_a_row_for_each_written_answer_and_none_for_who_wrote_nothing(course: Course) -> None:
    scores = cell_scores(course)
    due = {student for (student, cell), (auto, _, _) in scores.items() if cell == CELL and auto is None}
    assert set(rows(course)) == due
    assert "blank" not in rows(course)
    assert all(row["answer"] for row in rows(course).values())
    assert all(not row[REASON] and not row["points now"] for row in rows(course).values())


def test_points_by_line_become_a_sum_and_a_comment_that_names_the_lines(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="0,5", comment="Nearly.")
    assert cli.main(["rubric", "01"]) == 0
    assert "1 answer(s) entered" in capsys.readouterr().out
    points, comment, due = in_the_gradebook(course, "perfect")
    assert (points, due) == (1.5, False)
    assert comment == "A reason: 1 of 1.\nTrue: 0.5 of 1.\nNearly."
    assert rows(course)["perfect"]["points now"] == "1.5"
    assert rows(course)["perfect"][TRUE] == "0,5", "what was filled in stays as it was written"


def test_a_learner_reads_the_lines_on_the_feedback_page(course: Course) -> None:
    fill_in(course, "perfect", reason="1", true="0.5")
    assert cli.main(["rubric", "01"]) == 0
    feedback.write_feedback(course, course.labs[0], ["perfect"], jobs=1)
    page = (course.root / "feedback" / "perfect" / "01_tiny" / "01_tiny.html").read_text(encoding="utf-8")
    assert "True: 0.5 of 1." in page


def test_points_are_taken_off_and_never_below_zero(course: Course) -> None:
    fill_in(course, "perfect", reason="1", true="0", off="0.5")
    fill_in(course, "late", reason="0.5", true="0", off="1")
    assert cli.main(["rubric", "01"]) == 0
    assert in_the_gradebook(course, "perfect")[:2] == (0.5, "A reason: 1 of 1.\nTrue: 0 of 1.\nTaken off: 0.5.")
    assert in_the_gradebook(course, "late")[0] == 0


def test_a_second_run_enters_nothing_again_and_changes_no_byte(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="1")
    cli.main(["rubric", "01"])
    before = sheet_of(course).read_bytes()
    capsys.readouterr()
    assert cli.main(["rubric", "01"]) == 0
    assert "0 answer(s) entered" in capsys.readouterr().out
    assert sheet_of(course).read_bytes() == before


def test_points_changed_in_formgrader_stay_while_the_row_is_as_it_was(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="1")
    cli.main(["rubric", "01"])
    change_in_formgrader(course, "perfect", 1.25)
    assert cli.main(["rubric", "01"]) == 0
    assert "perfect: has other points in the gradebook than in the sheet" in capsys.readouterr().out
    assert in_the_gradebook(course, "perfect")[0] == 1.25
    assert rows(course)["perfect"]["points now"] == "1.25"


def test_what_was_changed_in_both_places_is_entered_only_where_the_teacher_says_so(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="1")
    cli.main(["rubric", "01"])
    change_in_formgrader(course, "perfect", 1.25)
    fill_in(course, "perfect", reason="1", true="0")
    for _ in range(2):
        assert cli.main(["rubric", "01"]) == 1
        assert "perfect: changed here and in formgrader, whose points stay" in capsys.readouterr().out
        assert in_the_gradebook(course, "perfect")[0] == 1.25
    assert cli.main(["rubric", "01", "--sheet-wins", "perfect"]) == 0
    assert in_the_gradebook(course, "perfect")[0] == 1
    assert cli.main(["rubric", "01"]) == 0


def test_a_number_that_a_spreadsheet_writes_in_another_way_is_no_change(course: Course) -> None:
    fill_in(course, "perfect", reason="1", true="0.5")
    cli.main(["rubric", "01"])
    change_in_formgrader(course, "perfect", 1.25)
    fill_in(course, "perfect", reason="1,0", true="0,50")
    assert cli.main(["rubric", "01"]) == 0
    assert in_the_gradebook(course, "perfect")[0] == 1.25


def test_the_same_answer_in_another_hand_in_has_its_points_confirmed(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="0.5")
    cli.main(["rubric", "01"])
    change(course, "perfect", RIGHT, f"{RIGHT}  # mended")
    grade(course)
    due = in_the_gradebook(course, "perfect")[2]
    assert cli.main(["rubric", "01"]) == 0
    assert (due, *in_the_gradebook(course, "perfect")[::2]) == (True, 1.5, False)


def test_a_row_that_was_emptied_takes_no_points_back_and_says_so(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="0.5")
    cli.main(["rubric", "01"])
    fill_in(course, "perfect", reason="", true="")
    assert cli.main(["rubric", "01"]) == 0
    assert "perfect: has other points in the gradebook than in the sheet; they stay" in capsys.readouterr().out
    assert in_the_gradebook(course, "perfect")[0] == 1.5


def test_another_answer_is_graded_anew_and_the_earlier_points_stand_beside_it(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "perfect", reason="1", true="0.5", comment="Nearly.")
    cli.main(["rubric", "01"])
    change(course, "perfect", rows(course)["perfect"]["answer"].splitlines()[0], "Another answer.")
    grade(course)
    capsys.readouterr()
    assert cli.main(["rubric", "01"]) == 0
    assert "perfect: has handed in another answer since" in capsys.readouterr().out
    row = rows(course)["perfect"]
    assert (row[REASON], row["for an earlier answer"]) == ("", "1; 0.5; Nearly.")
    assert in_the_gradebook(course, "perfect") == (1.5, "A reason: 1 of 1.\nTrue: 0.5 of 1.\nNearly.", True)
    fill_in(course, "perfect", reason="1", true="1")
    cli.main(["rubric", "01"])
    assert in_the_gradebook(course, "perfect")[::2] == (2, False)


@pytest.mark.parametrize("points", ["2", "yes", "nan", "-1", "½"])
def test_all_that_cannot_be_points_is_named_at_once_and_nothing_is_entered(
    course: Course, points: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "late", reason="1", true="1", off="9")
    fill_in(course, "perfect", reason=points, true="1")
    before = sheet_of(course).read_bytes()
    assert cli.main(["rubric", "01"]) == 1
    problem = capsys.readouterr().err
    assert f"perfect: 'A reason (of 1)' is '{points}'; a number from 0 to 1 fits" in problem
    assert "late: 'taken off' is '9'; a number from 0 to 2 fits" in problem
    assert in_the_gradebook(course, "late")[0] is None
    assert sheet_of(course).read_bytes() == before


def test_a_row_that_is_filled_in_by_half_waits_and_stops_no_other(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(course, "late", reason="1", true="1")
    fill_in(course, "perfect", true="1", off="0.5")
    assert cli.main(["rubric", "01"]) == 0
    assert "filled in by half, not entered: perfect" in capsys.readouterr().out
    assert (in_the_gradebook(course, "late")[0], in_the_gradebook(course, "perfect")[0]) == (2, None)
    assert (rows(course)["perfect"][TRUE], rows(course)["perfect"]["taken off"]) == ("1", "0.5")


def test_the_sheet_says_who_it_is_and_how_long_the_answer_is(course: Course) -> None:
    (course.root / "students.csv").write_text("id,name,email,login,canvas\nperfect,Ada Example,,,\n")
    cli.main(["rubric", "01"])
    row = rows(course)["perfect"]
    assert (row["name"], row["words"]) == ("Ada Example", str(len(row["answer"].split())))


def test_a_sheet_that_a_spreadsheet_saved_with_semicolons_keeps_them(course: Course) -> None:
    fill_in(course, "perfect", reason="1", true="1")
    table = list(csv.reader(io.StringIO(sheet_of(course).read_text(encoding="utf-8"), newline="")))
    with sheet_of(course).open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(table)
    assert cli.main(["rubric", "01"]) == 0
    assert in_the_gradebook(course, "perfect")[0] == 2
    assert sheet_of(course).read_text(encoding="utf-8-sig").startswith("student;name;words;answer;")


def test_a_comment_without_points_and_columns_of_the_teachers_own_are_kept(course: Course) -> None:
    fill_in(course, "perfect", comment="ask Monday")
    text = sheet_of(course).read_text(encoding="utf-8")
    head, *rest = csv.reader(io.StringIO(text, newline=""))
    with sheet_of(course).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[*head, "who grades"], *([*row, "A"] for row in rest)])
    assert cli.main(["rubric", "01"]) == 0
    row = rows(course)["perfect"]
    assert (row["comment"], row["who grades"], in_the_gradebook(course, "perfect")[0]) == ("ask Monday", "A", None)


def test_a_row_of_nobody_is_named(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    sheet_of(course).write_text(sheet_of(course).read_text(encoding="utf-8").replace("perfect,", "prefect,"))
    assert cli.main(["rubric", "01"]) == 1
    assert "there is no answer of 'prefect' (any more): take its row out" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_one_sentence_and_the_next_run_goes_on(
    course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(course, "perfect", reason="1", true="1")
    with monkeypatch.context() as full:
        full.setattr(files, "write_text", failing)
        assert cli.main(["rubric", "01"]) == 1
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    cli.main(["rubric", "01"])
    cli.main(["rubric", "01"])
    assert in_the_gradebook(course, "perfect")[::2] == (2, False)
    assert rows(course)["perfect"]["points now"] == "2"


def failing(path: Path, text: str) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_an_answer_is_never_a_formula(course: Course) -> None:
    change(course, "perfect", rows(course)["perfect"]["answer"].splitlines()[0], "=HYPERLINK(1)")
    grade(course)
    cli.main(["rubric", "01"])
    assert rows(course)["perfect"]["answer"].startswith("'=HYPERLINK(1)")


def test_before_anything_is_graded_it_says_what_to_run(
    tiny: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny.root)
    assert cli.main(["rubric", "01"]) == 1
    assert "run 'coursekit grade 01_tiny' first" in capsys.readouterr().err
    assert not (tiny.root / "by_hand").exists()
