"""Feedback pages for learners: nbgrader's own, without hidden checks, made for several students at a time.

`HideHiddenChecks` is a preprocessor of nbgrader's; nbgrader_config.py puts it into GenerateFeedback, so that pages of
`nbgrader generate_feedback` keep hidden checks to themselves as well.
"""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from coursekit.errors import CourseError
from coursekit.grading.book import REMARK, load_config
from coursekit.grading.intake import for_learners
from coursekit.manifest import Course, Lab


class HideHiddenChecks(NbGraderPreprocessor):
    """Takes hidden checks, the traceback through them, and remarks for the teacher out of a graded notebook."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook as its author may see it."""
        shown = for_learners(nb)
        for cell in shown.cells:
            graded = cell.metadata.get("nbgrader", {})
            lines = str(graded.get("comment") or "").splitlines()
            if lines and lines[0].startswith(REMARK):
                graded["comment"] = "\n".join(lines[1:])
        return shown, resources


def write_feedback(course: Course, lab: Lab, students: list[str], jobs: int = 0) -> list[str]:
    """Write feedback/STUDENT/LAB/LAB.html for graded submissions; returns the students whose page was written.

    Raises CourseError where nothing is graded, or, when all others are written, for pages that cannot be made.
    """
    graded = sorted(path.parent.name for path in (course.root / "autograded").glob(f"*/{lab.slug}"))
    missing = [student for student in students if student not in graded]
    if missing or not graded:
        who = missing[0] if missing else "STUDENT"
        raise CourseError(f"there is no autograded/{who}/{lab.slug}: run 'coursekit grade {lab.slug}' first")
    chosen = students or graded
    make: Callable[[str], str] = _Page(course.root, lab.slug)
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        problems = [problem for problem in pool.map(make, chosen) if problem]
    if problems:
        raise CourseError("; ".join(problems))
    return chosen


class _OneStudent(GenerateFeedback):
    """nbgrader takes a student's id for a pattern, in which [ and * mean something; this takes it as it is."""

    student = ""

    def init_notebooks(self) -> None:
        """The one notebook to convert."""
        folder = Path(self._format_source(self.coursedir.assignment_id, self.student))
        self.assignments = {str(folder): [str(folder / f"{self.coursedir.assignment_id}.ipynb")]}


class _Page:
    """Makes one student's page; it is sent to the processes of the pool."""

    def __init__(self, root: Path, slug: str) -> None:
        self.root, self.slug = root, slug

    def __call__(self, student: str) -> str:
        """The problem, or "" where there was none."""
        config = load_config(self.root)
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.assignment_id = self.slug
        config.BaseConverter.force = True
        config.GenerateFeedback.preprocessors = _preprocessors()
        config.HTMLExporter.sanitize_html = True
        converter = _OneStudent(coursedir=CourseDirectory(config=config), config=config)
        converter.student = student
        converter.log.setLevel(logging.CRITICAL)
        try:
            converter.start()
        except Exception as error:  # one page never stops the others
            return f"the feedback page of {student} could not be made: {error}"
        return ""


def _preprocessors() -> list[Any]:
    """nbgrader's own, with ours in front of the one that styles the page."""
    *first, last = GenerateFeedback.class_traits()["preprocessors"].default_args[0]
    return [*first, HideHiddenChecks, last]
