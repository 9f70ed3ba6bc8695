"""The parts of README.md and docs/teach.md that are written from the manifest and the course texts."""

import re
from collections.abc import Collection
from pathlib import Path

from coursekit.errors import CourseError
from coursekit.manifest import Course, Lab
from coursekit.texts import notebooks, source

BEGIN, END = "<!-- built from course/: begin -->", "<!-- built from course/: end -->"


def write(course: Course) -> list[Path]:
    """Bring the built parts up to date; returns the files that changed."""
    changed = []
    for path, text in expected(course).items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def expected(course: Course) -> dict[Path, str]:
    """The whole text that README.md and docs/teach.md should have."""
    parts = {"README.md": lab_table(course), "docs/teach.md": teaching_notes(course)}
    return {
        course.root / name: fill((course.root / name).read_text(encoding="utf-8"), part, name)
        for name, part in parts.items()
    }


def lab_table(course: Course, site: bool = False, handed_out: Collection[Lab] | None = None) -> str:
    """The table of labs for README.md, or for the site, which has no assignments to open.

    handed_out: the labs that are there already, if not all; the others have no links.
    """
    rows = ["| lab | what you can say afterwards | lesson | assignment |", "|---|---|---|---|"]
    for lab in course.labs:
        minutes = lab.reading_minutes + lab.doing_minutes
        lesson = f"[{minutes} min](notebooks/{lab.slug}.ipynb)"
        assignment = (
            f"[{lab.points} points, {lab.assignment_minutes} min](assignments/{lab.slug}/{lab.slug}.ipynb)"
            if lab.has_assignment
            else "none"
        )
        if handed_out is not None and lab not in handed_out:
            lesson, assignment = "later", "later" if lab.has_assignment else "none"
        elif site:
            assignment = re.sub(r"\[(.*)\]\(.*\)", r"\1", assignment)
        rows.append(f"| {lab.number} {lab.title} | {lab.promise} | {lesson} | {assignment} |")
    return "\n".join(rows)


def teaching_notes(course: Course) -> str:
    """For each lab: the slides it serves, its timing, the points, and the teacher's notes from the course texts."""
    return "\n\n".join(_notes_of(course, lab) for lab in course.labs)


def _notes_of(course: Course, lab: Lab) -> str:
    lesson = source.read(course.lesson_source(lab), "lesson")
    lines = [
        f"## {lab.number}. {lab.title}",
        "",
        f"Slides: {'; '.join(lab.slides)}. Lesson: {lab.reading_minutes} min to read, {lab.doing_minutes} min to do.",
    ]
    lines += _teacher_cells("In the lesson", lesson)
    if lab.has_assignment:
        assignment = source.read(course.assignment_source(lab), "assignment")
        lines += ["", f"Assignment: {lab.points} points, about {lab.assignment_minutes} min.", ""]
        lines += ["| exercise | what | points |", "|---|---|---|"]
        lines += [
            f"| {number} | {title} | {points:g} |" for number, title, points in notebooks.exercise_table(assignment)
        ]
        lines += _teacher_cells("In the assignment", assignment)
    return "\n".join(lines)


def _teacher_cells(heading: str, text: source.Source) -> list[str]:
    notes = [cell.source for cell in text.tagged("teacher")]
    return ["", f"### {heading}", "", "\n\n".join(notes)] if notes else []


def fill(text: str, part: str, name: str) -> str:
    """`text` with `part` between the two marks; `name` is for the message where they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CourseError(f"{name} must hold the lines {BEGIN!r} and {END!r}, in this order")
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"
