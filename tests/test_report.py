"""`coursekit report`: true to the gradebook, and of use to a teacher who has ten minutes."""

import sqlite3

import pytest

from coursekit import cli
from coursekit.errors import CourseError
from coursekit.grading import report_page, similarity
from coursekit.grading.report import ClassReport, Exercise, _fails_so, report
from coursekit.manifest import Course
from coursekit.texts.known_answers import WrongAnswer, wrong_answers
from grading_helpers import cell_scores

pytestmark = [pytest.mark.slow, pytest.mark.believable]


def test_its_points_are_those_of_the_gradebook(graded: Course) -> None:
    found, scores = report(graded, graded.labs[0]), cell_scores(graded)
    students = {student for student, _ in scores} - {"damaged"}  # which cannot be graded
    assert set(found.penalties) == students
    for student in students:
        automatic = sum(scores[student, cell][0] or 0 for cell in ("check-1-1", "hidden-1-1"))
        assert found.exercises["1.1"].scores[student] == automatic


def test_answers_that_wait_for_a_grade_by_hand_count_only_when_they_have_one(graded: Course) -> None:
    before = report(graded, graded.labs[0]).exercises["1.2"]
    assert before.waiting > 0
    assert "perfect" not in before.scores
    with sqlite3.connect(graded.root / "gradebook.db") as database:
        database.execute("""
            update grade set manual_score = 1.5, needs_manual_grade = 0 where auto_score is null and cell_id in
            (select id from base_cell where name = 'written-1-2')
        """)
    database.close()
    after = report(graded, graded.labs[0]).exercises["1.2"]
    assert after.waiting < before.waiting
    assert after.scores["perfect"] == 1.5


def test_it_says_which_messages_cost_points_and_who_has_to_be_looked_at(graded: Course) -> None:
    with sqlite3.connect(graded.root / "gradebook.db") as database:
        database.execute("insert into student (id) values ('nobody')")
    database.close()
    text = str(report(graded, graded.labs[0]))
    assert "Twice the number is asked for" in text
    assert "not answered" in text
    assert "damaged: " in text
    assert "handed in nothing: nobody" in text


def test_it_says_what_was_probably_done_wrong(graded: Course) -> None:
    """Each of the class's wrong answers is one that the graders are judged by: it is told by its own story, if perhaps
    with another one that fails in the same way."""
    found = report(graded, graded.labs[0])
    stories = {one.story for one in wrong_answers(graded, graded.labs[0])}
    told = found.mistakes["1.1"]
    assert sum(told.values()) == 3
    assert all(story in stories for together in told for story in together.split(" Or: ") if "more" not in story)
    assert "what was probably done" in str(found)


@pytest.mark.parametrize(
    ("says", "message", "fits"),
    [
        ("Twice the number", "double(4) is 16. Twice the number is asked for.", True),
        ("double(4) is …, which", "double(4) is 16, which is not right.", True),
        ("double(4) is …, which", "double(4) is a list.", False),
    ],
)
def test_a_known_mistake_is_known_by_its_check_and_its_words(says: str, message: str, fits: bool) -> None:
    known = WrongAnswer("1.1", "Squares it.", "check:1.1", says)
    assert _fails_so(known, "check-1-1", message) is fits
    assert not _fails_so(known, "hidden-1-1", message)


def test_without_graded_work_it_says_what_to_do(tiny: Course) -> None:
    with pytest.raises(CourseError, match="run 'coursekit grade 01_tiny' first"):
        report(tiny, tiny.labs[0])


def made_up(scores: list[tuple[float, float]]) -> ClassReport:
    names = [f"s{number}" for number in range(len(scores))]
    exercises = {
        f"1.{place + 1}": Exercise(4, dict(zip(names, column, strict=True)))
        for place, column in enumerate(zip(*scores, strict=True))
    }
    return ClassReport("01_made", exercises, {}, {}, dict.fromkeys(names, 0.0), {}, [])


def test_an_exercise_that_the_good_ones_fail_does_not_agree_with_the_others() -> None:
    assert made_up([(number, 10 - number) for number in range(11)]).agreement("1.1") == pytest.approx(-1)
    assert made_up([(number, number) for number in range(11)]).agreement("1.2") == pytest.approx(1)


@pytest.mark.parametrize("scores", [[(1, 2)] * 20, [(0, 1), (1, 2), (2, 3)]], ids=["all alike", "a few"])
def test_where_it_would_be_chance_nothing_is_said_of_agreement(scores: list[tuple[float, float]]) -> None:
    found = made_up(scores)
    assert found.agreement("1.1") is None
    assert "nan" not in str(found)


def test_a_late_penalty_is_taken_off_and_nobody_falls_below_zero() -> None:
    found = made_up([(3, 4), (0, 1)])
    found.penalties.update({"s0": 2.0, "s1": 5.0})
    assert found.totals() == {"s0": 5.0, "s1": 0.0}


def test_it_is_a_command(graded: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("coursekit.manifest.find_root", lambda: graded.root)
    monkeypatch.setattr("coursekit.manifest.load", lambda root: graded)
    assert cli.main(["report", "01"]) == 0
    assert "01_tiny: " in capsys.readouterr().out


def test_the_page_shows_what_the_lines_say_and_who_wrote_the_same(
    graded: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(graded.root)
    monkeypatch.setattr(similarity, "MIN_PIECES", 10)
    assert cli.main(["report", "01", "--page"]) == 0
    assert "with figures: returned/01_tiny/report.html" in capsys.readouterr().out
    page = (graded.root / "returned" / "01_tiny" / "report.html").read_text()
    found = report(graded, graded.labs[0])
    assert page.count("<svg") == 2
    assert page.count('role="img" aria-label="') == 2
    assert f"{len(found.penalties)} graded" in page
    assert "perfect" not in page.partition("same but for names")[0], "no names beside figures"
    for student, reason in found.review.items():
        assert student in page
        assert reason.split("'")[0] in page
    again = report_page.write(graded, graded.labs[0], found).read_text()
    assert len(again) == len(page)
