"""Feedback pages for learners: nbgrader's own, without hidden checks, made for several students at a time.

`HideHiddenChecks` is a preprocessor of nbgrader's; nbgrader_config.py puts it into GenerateFeedback, so that pages of
`nbgrader generate_feedback` keep hidden checks to themselves as well. Here each process makes many pages with one
exporter, whose templates are read once, and no page may take long: a class always gets to its end.
"""

import functools
import html
import logging
import multiprocessing
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import connection
from pathlib import Path
from typing import Any, TextIO

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.writers.files import FilesWriter
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from coursekit import files
from coursekit.errors import CourseError
from coursekit.grading import summary
from coursekit.grading.book import REMARK, load_config, marked, printable
from coursekit.grading.intake import for_learners
from coursekit.manifest import Course, Lab

PAGE_SECONDS = 60
"""After which a page is given up; one takes a tenth of a second."""
NOT_GRADED = "not_graded.html"
_SORRY = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1>
<p>Your submission could not be graded: {reason}.</p>
<p>Open the notebook once more, save it, and hand it in again, or ask your teacher.</p></body></html>
"""
_IMAGE = re.compile(r'<img src="data:image[^>]*>')


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


def write_feedback(
    course: Course, lab: Lab, students: list[str], jobs: int = 0, out: TextIO | None = None
) -> list[str]:
    """Write feedback/STUDENT/LAB/LAB.html for graded submissions; returns the students whose page was written.

    Who handed in what cannot be graded gets a page that says so, instead of one of an earlier submission. Raises
    CourseError where nothing is graded, or, when all others are written, for pages that cannot be made.
    """
    graded = sorted(
        path.parent.parent.name for path in (course.root / "autograded").glob(f"*/{lab.slug}/{lab.slug}.ipynb")
    )
    broken = {who: why for who, why in marked(course.root, lab.slug).items() if who not in graded}
    missing = [student for student in students if student not in graded and student not in broken]
    if missing or not (graded or broken):
        who = missing[0] if missing else "STUDENT"
        raise CourseError(f"there is no autograded/{who}/{lab.slug}: run 'coursekit grade {lab.slug}' first")
    for student in students or broken:
        if student in broken:
            _say_not_graded(course, lab, student, broken[student])
            (out or sys.stdout).write(f"  {printable(student)}: not graded ({broken[student]}); {NOT_GRADED} says so\n")
    chosen = [student for student in students or graded if student in graded]
    problems = dict(_make_pages(_Pages(course.root, lab.slug), chosen, jobs or os.cpu_count() or 1))
    if problems:
        lines = [f"the feedback page of {printable(who)} could not be made: {why}" for who, why in problems.items()]
        raise CourseError(f"{len(chosen) - len(problems)} page(s) written; " + "; ".join(lines))
    return chosen


def page(course: Course, lab: Lab, student: str) -> Path | None:
    """The page that was written for a student, also the one that says why there is nothing; None without one."""
    folder = course.root / "feedback" / student / lab.slug
    return next((folder / name for name in (f"{lab.slug}.html", NOT_GRADED) if (folder / name).is_file()), None)


def _say_not_graded(course: Course, lab: Lab, student: str, reason: str) -> None:
    folder = course.root / "feedback" / student / lab.slug
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    title = f"{lab.number}. {lab.title}"
    files.write_text(folder / NOT_GRADED, _SORRY.format(title=html.escape(title), reason=html.escape(reason)))


class _Pages:
    """Makes pages, one student's after the other; it is sent to a process of its own."""

    def __init__(self, root: Path, slug: str) -> None:
        self.root, self.slug = root, slug
        self._converter: _Converter | None = None

    def __call__(self, student: str) -> str:
        """The problem with a student's page, or "" where there was none."""
        try:
            self._converter = self._converter or self._start()
            self._converter.make(self.slug, student)
        except Exception as error:  # one page never stops the others
            return f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return ""

    def _start(self) -> "_Converter":
        config = load_config(self.root)
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.assignment_id = self.slug
        config.BaseConverter.force = True
        *first, last = GenerateFeedback.class_traits()["preprocessors"].default_args[0]
        # nbgrader's own, grades read in one go, with ours in front of the one that styles the page
        config.GenerateFeedback.preprocessors = [_Grades, *first[1:], HideHiddenChecks, last]
        config.HTMLExporter.sanitize_html = True
        os.chdir(self.root)
        return _Converter(coursedir=CourseDirectory(config=config), config=config)


class _Converter(GenerateFeedback):
    """nbgrader takes a student's id for a pattern, in which [ and * mean something; this takes it as it is.

    It keeps its exporter, and lets out what goes wrong.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.log.setLevel(logging.CRITICAL)
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = _Exporter(parent=self, config=self.config)
        for preprocessor in self.preprocessors:
            self.exporter.register_preprocessor(preprocessor)

    def make(self, slug: str, student: str) -> None:
        """Make one page, in the steps of nbgrader's own converter."""
        path = str(Path(self._format_source(slug, student), f"{slug}.ipynb"))
        self.notebooks = [path]
        self.init_destination(slug, student)
        self.run_pre_convert_hook()
        self.init_assignment(slug, student)
        self.convert_single_notebook(path)
        self.set_permissions(slug, student)
        self.run_post_convert_hook()


class _Grades(NbGraderPreprocessor):
    """nbgrader's GetGrades with two questions to the gradebook for a page instead of some for each cell."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook with points and comments in it."""
        about = resources["nbgrader"]
        gradebook = _open(about["db_url"])
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        of_cells = gradebook.db.query(api.BaseCell.name, api.Grade).join(
            api.Grade, api.Grade.cell_id == api.BaseCell.id
        )
        grades = dict(of_cells.filter(api.Grade.notebook_id == notebook.id))
        said = gradebook.db.query(api.BaseCell.name, api.Comment).join(
            api.Comment, api.Comment.cell_id == api.BaseCell.id
        )
        comments = dict(said.filter(api.Comment.notebook_id == notebook.id))
        for cell in nb.cells:
            graded = cell.metadata.get("nbgrader", {})
            if graded.get("solution"):
                graded["comment"] = comments[graded["grade_id"]].comment
            if graded.get("grade"):
                grade = grades[graded["grade_id"]]
                graded["score"], graded["points"] = grade.score, grade.max_score
                graded["waiting"] = bool(grade.needs_manual_grade)
        late = notebook.late_submission_penalty or 0
        about |= {"score": notebook.score - late, "max_score": notebook.max_score, "late_penalty": late}
        about["exercises"] = summary.lines(nb)
        gradebook.db.rollback()
        return nb, resources


@functools.cache
def _open(url: str) -> Any:
    return api.Gradebook(url)


class _Exporter(HTMLExporter):
    """nbconvert's, without its last step, which takes the finished page apart once more to add three attributes.

    What stands on every page, the given cells and the checks, is coloured once.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._coloured = functools.lru_cache(maxsize=500)(Highlight2HTML(pygments_lexer="python", parent=self))

    def from_notebook_node(  # type: ignore[override]  # as in the class above
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page."""
        self.register_filter("highlight_code", lambda code, metadata=None: self._coloured(code))
        page, resources = TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **options)
        return summary.put_on(_IMAGE.sub(_described, page), resources["nbgrader"]), resources


def _described(image: re.Match[str]) -> str:
    """An image with a text for those who cannot see it."""
    return image[0] if " alt=" in image[0] else f'<img alt="no description" {image[0].removeprefix("<img ")}'


# Processes that make pages


def _make_pages(make: Callable[[str], str], students: list[str], jobs: int) -> Iterator[tuple[str, str]]:
    """Make the pages of all students; yields those with a problem, and what it is."""
    waiting = list(reversed(students))
    workers = [_Worker(make) for _ in range(min(jobs, len(students)))]
    try:
        while True:
            for worker in workers:
                if not worker.student and waiting:
                    worker.take(waiting.pop())
            busy = [worker for worker in workers if worker.student]
            if not busy:
                return
            left = min(worker.until for worker in busy) - time.monotonic()
            connection.wait([worker.line for worker in busy], max(0.0, left))
            for place, worker in enumerate(workers):
                if not worker.student or (not worker.line.poll() and time.monotonic() < worker.until):
                    continue
                student, problem = worker.student, worker.result()
                if problem is None:
                    workers[place] = worker.replaced()
                    problem = f"it took longer than {PAGE_SECONDS} s, or its process was ended"
                if problem:
                    yield student, problem
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that makes one page at a time; `student` is whose, "" when it is idle, `until` when it is given up."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make
        self.line, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(theirs, make), daemon=True)
        self._process.start()
        theirs.close()
        self.student, self.until = "", 0.0

    def take(self, student: str) -> None:
        """Begin with a page."""
        self.student, self.until = student, time.monotonic() + PAGE_SECONDS
        self.line.send(student)

    def result(self) -> str | None:
        """The problem with the page, "" without one; None where the process has ended or takes too long."""
        try:
            problem = str(self.line.recv()) if self.line.poll() else None
        except (EOFError, OSError):
            problem = None
        self.student = ""
        return problem

    def replaced(self) -> "_Worker":
        """A new process in place of this one."""
        self.stop()
        return _Worker(self._make)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self.line.close()


def _serve(line: Any, make: Callable[[str], str]) -> None:
    """What a worker does, until it is stopped or whoever started it is gone."""
    started_by = os.getppid()
    while os.getppid() == started_by:
        if line.poll(5):
            line.send(make(line.recv()))
