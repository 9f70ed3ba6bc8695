"""A made-up class: submissions of known worth, made from the release and the answers that graders are judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

import nbformat
from nbformat import NotebookNode

from coursekit.cell_ids import CellId, exercise_of, tag_of
from coursekit.manifest import Course, Lab

DUE, ON_TIME, LATE = "2026-11-20 23:59:00 UTC", "2026-11-20 18:00:00 UTC", "2026-11-22 09:30:00 UTC"


@dataclass(frozen=True)
class Submission:
    """What one made-up learner hands in, and between which points its automatic score must lie.

    `least` and `most` are None for a file that cannot be graded at all.
    """

    student: str
    story: str
    content: bytes
    least: float | None
    most: float | None
    received: str = ON_TIME


def classroom(course: Course, lab: Lab, misconceptions: int = 3) -> list[Submission]:
    """The made-up class for a lab: perfect, blank, half, late, `misconceptions` wrong ones and a damaged file."""
    released = nbformat.read(course.release(lab), as_version=4)
    complete = nbformat.read(course.solution(lab), as_version=4)
    solutions = {cell.id: cell.source for cell in complete.cells if cell.metadata.nbgrader.solution}
    points = automatic_points(released)
    first_half = list(points)[: len(points) // 2]
    total, half = sum(points.values()), sum(points[exercise] for exercise in first_half)

    perfect = _hand_in(released, solutions)
    started = _hand_in(released, {_answer(exercise): solutions[_answer(exercise)] for exercise in first_half})
    submissions = [
        Submission("perfect", "the reference answers", perfect, total, total),
        Submission("blank", "the release, untouched", _hand_in(released, {}), 0, 0),
        Submission("half", f"right in {', '.join(first_half)}, the rest untouched", started, half, half),
        Submission("late", "the reference answers, after the deadline", perfect, total, total, LATE),
        Submission("damaged", "a file cut off in the middle", perfect[: len(perfect) // 2], None, None),
    ]
    wrong = islice(_misconceptions(course, lab), misconceptions)
    for number, (exercise, story, code) in enumerate(wrong, start=1):
        content = _hand_in(released, solutions | {_answer(exercise): code})
        least = total - points[exercise]
        submissions.append(Submission(f"misconception-{number}", story, content, least, total - 0.5))
    return submissions


def automatic_points(notebook: NotebookNode) -> dict[str, float]:
    """The points that an assignment's checks give, by exercise: {"1.1": 4.0, ...}."""
    points: dict[str, float] = {}
    for cell in notebook.cells:
        if tag_of(cell.id) in ("check", "hidden"):
            exercise = exercise_of(cell.id)
            points[exercise] = points.get(exercise, 0) + cell.metadata.nbgrader.points
    return points


def _misconceptions(course: Course, lab: Lab) -> Iterator[tuple[str, str, str]]:
    """The wrong answers of tests/answers, one exercise after the other: (exercise, story, code)."""
    folders = sorted(path for path in course.answers(lab).iterdir() if path.is_dir())
    for files in zip_longest(*(sorted(folder.glob("wrong_*.py")) for folder in folders)):
        for path in filter(None, files):
            story = f"wrong in {path.parent.name}: {path.stem.removeprefix('wrong_').replace('_', ' ')}"
            yield path.parent.name, story, path.read_text(encoding="utf-8")


def _answer(exercise: str) -> str:
    return str(CellId("answer", exercise))


def _hand_in(released: NotebookNode, answers: dict[str, str]) -> bytes:
    """The released notebook with these texts in its cells, by cell id."""
    filled = nbformat.from_dict(released)
    for cell in filled.cells:
        cell.source = answers.get(cell.id, cell.source)
    text: str = nbformat.writes(filled)
    return text.encode()
