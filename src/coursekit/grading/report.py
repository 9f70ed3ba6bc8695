"""What a teacher wants to know of a graded class: scores, which exercise was hard and why, what is still to do.

The scores are those of the gradebook, points given by hand included; the messages are those of the checks that failed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coursekit.cell_ids import CellId, exercise_of
from coursekit.desk import roster
from coursekit.engine.engine import Check
from coursekit.errors import CourseError
from coursekit.grading.book import TYPED, gradebook_of, late_penalties, load_config, marks, printable, read_filed
from coursekit.manifest import Course, Lab
from coursekit.texts.known_answers import WrongAnswer, wrong_answers

ENOUGH = 10
"""Submissions from which on it is said how an exercise agrees with the others: of fewer it is chance."""
_SHOWN_MESSAGES, _WIDTH, _TOGETHER = 3, 100, 2


@dataclass
class Exercise:
    """Scores of one exercise: `scores` by student, without those that still wait for a grade by hand."""

    points: float = 0.0
    scores: dict[str, float] = field(default_factory=dict)
    waiting: int = 0


@dataclass(frozen=True)
class ClassReport:
    """A graded class; exercises are named as in the lab ("3.1"), and messages are counted for each of them.

    mistakes: what was probably done, in words, by exercise: a known wrong answer fails at the same check, first, and
    with the same words. Where several do, they are told together.
    penalties: points lost for being late, by student; review: why a submission was marked, by student, or could not be
    graded: then it counts for nothing else; absent: who is in the gradebook or on the roster, and handed in nothing.
    """

    slug: str
    exercises: dict[str, Exercise]
    messages: dict[str, Counter[str]]
    mistakes: dict[str, Counter[str]]
    penalties: dict[str, float]
    review: dict[str, str]
    absent: list[str]

    def totals(self) -> dict[str, float]:
        """The points of each student so far, late penalties taken off, not below 0."""
        totals = {
            student: sum(exercise.scores.get(student, 0.0) for exercise in self.exercises.values()) - penalty
            for student, penalty in self.penalties.items()
        }
        return {student: max(0.0, total) for student, total in totals.items()}

    def agreement(self, name: str) -> float | None:
        """How the scores of an exercise go with those of all others: their correlation; None where it says nothing.

        The corrected item-total correlation of classical test theory (Nunnally and Bernstein, Psychometric Theory).
        """
        students = list(self.exercises[name].scores)
        here = np.array([self.exercises[name].scores[student] for student in students])
        others = [exercise.scores for other, exercise in self.exercises.items() if other != name]
        rest = np.array([sum(scores.get(student, 0.0) for scores in others) for student in students])
        if len(students) < ENOUGH or not here.std() or not rest.std():
            return None
        return float(np.corrcoef(here, rest)[0, 1])

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        totals, most = list(self.totals().values()), sum(exercise.points for exercise in self.exercises.values())
        low, middle, high = np.percentile(totals, [25, 50, 75])
        yield f"{self.slug}: {len(totals)} graded; of {most:g} points they have {np.mean(totals):.1f} on average,"
        yield f"the middle one {middle:.1f}, half of them between {low:.1f} and {high:.1f}"
        yield ""
        yield "exercise  points   mean   full   none  agrees"
        for name, exercise in self.exercises.items():
            yield f"{name:8} {exercise.points:7g} {self._row(name, exercise)}"
        yield "agrees: correlation with the points of all other exercises; near 0 or below, look at the exercise itself"
        if self.messages:
            yield from ("", "what cost points (# stands for a number)")
        for name, counted in self.messages.items():
            for message, count in counted.most_common(_SHOWN_MESSAGES):
                yield f"{name:8} {count:4} x  {message}"
        if any(self.mistakes.values()):
            yield from ("", "what was probably done (failing as known wrong answers do)")
        for name, counted in self.mistakes.items():
            for story, count in counted.most_common(_SHOWN_MESSAGES):
                yield f"{name:8} {count:4} x  {story}"
        yield from self._to_do()

    def _row(self, name: str, exercise: Exercise) -> str:
        scores = np.array(list(exercise.scores.values()))
        if exercise.waiting >= len(scores):
            return f"     -      -      -       -   {exercise.waiting} to be graded by hand"
        agreement = self.agreement(name)
        shares = (scores >= exercise.points).mean(), (scores <= 0).mean()
        words = [f"{scores.mean():6.1f}", *(f"{share:6.0%}" for share in shares)]
        words.append("      -" if agreement is None else f"{agreement:7.2f}")
        return " ".join(words) + (f"   {exercise.waiting} to be graded by hand" if exercise.waiting else "")

    def _to_do(self) -> Iterator[str]:
        if self.review:
            yield from ("", f"to be looked at, then 'coursekit accept {self.slug} STUDENT'")
            yield from (f"{student}: {reason}" for student, reason in self.review.items())
        if self.absent:
            yield from ("", f"handed in nothing: {', '.join(self.absent)}")


def report(course: Course, lab: Lab) -> ClassReport:
    """The report on a lab that is graded. Raises CourseError where nothing is."""
    config = load_config(course.root)
    with gradebook_of(course.root, lab.slug, config) as gradebook:
        found = _read(gradebook, config, course, lab)
    if not found.penalties:
        raise CourseError(f"no submission of {lab.slug} is graded: run 'coursekit grade {lab.slug}' first")
    return found


def _read(gradebook: Any, config: Any, course: Course, lab: Lab) -> ClassReport:
    from nbgrader import api

    grades = (
        gradebook.db.query(api.SubmittedAssignment.student_id, api.BaseCell.name, api.Grade)
        .select_from(api.Grade)
        .join(api.SubmittedNotebook, api.Grade.notebook_id == api.SubmittedNotebook.id)
        .join(api.SubmittedAssignment, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .join(api.BaseCell, api.Grade.cell_id == api.BaseCell.id)
        .filter(api.Assignment.name == lab.slug)
    )
    checks = _graded(course, lab)
    cells: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    unseen = set()
    for student, cell, grade in grades:
        if grade.cell_type == "code" and grade.needs_manual_grade:
            unseen.add(student)
        if student in checks:
            cells[exercise_of(cell)][student].append(grade)
    exercises: dict[str, Exercise] = {}
    for name in sorted(cells, key=_in_order):
        exercise = exercises[name] = Exercise()
        for student, of_student in cells[name].items():
            exercise.points = max(exercise.points, sum(float(grade.max_score) for grade in of_student))
            if any(grade.cell_type == "markdown" and grade.needs_manual_grade for grade in of_student):
                exercise.waiting += 1
            else:
                exercise.scores[student] = sum(float(grade.score) for grade in of_student)
    submissions = gradebook.assignment_submissions(lab.slug) if cells else []
    penalties = {
        one.student_id: sum(penalty or 0.0 for _, penalty in late_penalties(config, one))
        for one in submissions
        if one.student_id in checks
    }
    why = marks(gradebook, lab.slug)
    review = {student: why.get(student, TYPED) for student in sorted(unseen)}
    known = {one.id for one in gradebook.students} | {one.id for one in roster.read(course.root)}
    absent = sorted(known - {one.student_id for one in submissions})
    messages = _messages({student: checks[student] for student in penalties})
    mistakes = _mistakes({student: checks[student] for student in penalties}, list(wrong_answers(course, lab)))
    return ClassReport(lab.slug, exercises, messages, mistakes, penalties, review, absent)


def _in_order(exercise: str) -> list[int]:
    return [int(part) for part in exercise.split(".")]


def _graded(course: Course, lab: Lab) -> dict[str, dict[str, Check]]:
    """For each student whose submission was graded the checks as they are filed; none where stock nbgrader graded."""
    paths = (course.root / "autograded").glob(f"*/{lab.slug}/{lab.slug}.ipynb")
    return {path.parent.parent.name: filed.checks if (filed := read_filed(path)) else {} for path in paths}


def _messages(graded: Mapping[str, Mapping[str, Check]]) -> dict[str, Counter[str]]:
    """How often each message of a failed check was given, by exercise; numbers in it do not count as differences."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for checks in graded.values():
        said = {(exercise_of(name), _general(check)) for name, check in checks.items() if check.error}
        for exercise, message in said:
            counted[exercise][message] += 1
    return {name: counted[name] for name in sorted(counted, key=_in_order)}


def _mistakes(graded: Mapping[str, Mapping[str, Check]], known: Sequence[WrongAnswer]) -> dict[str, Counter[str]]:
    """Which known wrong answers fail as these do: at the same check first, with the same words."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for checks in graded.values():
        first: dict[str, tuple[str, str]] = {}
        for name, check in checks.items():
            if check.error and (cell := CellId.parse(name)):
                first.setdefault(cell.exercise, (name, check.message))
        for exercise, (name, message) in first.items():
            fits = [one.story for one in known if one.exercise == exercise and _fails_so(one, name, message)]
            if fits:
                more = [f"{len(fits) - _TOGETHER} more"] if len(fits) > _TOGETHER else []
                counted[exercise][" Or: ".join([*fits[:_TOGETHER], *more])] += 1
    return {name: counted[name] for name in sorted(counted, key=_in_order)}


def _fails_so(known: WrongAnswer, name: str, message: str) -> bool:
    """Whether a known wrong answer fails at this check with this message; "…" stands for what differs."""
    tag, _, rest = known.fails.partition(":")
    says = ".*".join(re.escape(part) for part in known.says.split("…"))
    return str(CellId.of(tag, rest)) == name and re.search(says, message, re.DOTALL) is not None


def _general(check: Check) -> str:
    if check.error == "NotImplementedError":
        return "not answered"
    text = printable(" ".join(check.message.split()))
    text = re.sub(r"(?<![\w.])-?\d[\d.,]*(?<![.,])", "#", text)
    text = text if check.error == "AssertionError" else f"{check.error}: {text}"
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."
