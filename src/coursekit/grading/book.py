"""Results into nbgrader's gradebook and into autograded/, so that formgrader, feedback and export find what they
expect.

For each submission the notebook is written first, whole, with its scores inside; then the gradebook, in one
transaction. A run that is killed in between finds the notebook again, and only the second step is left to do.
"""

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from coursekit.engine.engine import Check, Limits
from coursekit.errors import CourseError
from coursekit.grading.intake import Assignment

REMARK = "For the teacher: "
_BACKUPS = 5


@dataclass(frozen=True)
class Filed:
    """What a graded submission's notebook says of itself: the key of what was graded, and the scores."""

    key: str
    checks: dict[str, Check]
    remarks: list[str]


def load_config(root: Path) -> Config:
    """The course's nbgrader_config.py. Raises CourseError where it cannot be read."""
    if not (root / "nbgrader_config.py").is_file():
        return Config()
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except Exception as error:  # it is a program, and may fail with anything
        raise CourseError(f"nbgrader_config.py cannot be read: {type(error).__name__}: {error}") from None


def limits(config: Config) -> Limits:
    """The limits that nbgrader_config.py sets as c.Limits.NAME. Raises CourseError for what cannot be."""
    values = dict(config.get("Limits", {}))
    unknown = sorted(set(values) - set(Limits.__dataclass_fields__))
    if unknown:
        known = ", ".join(Limits.__dataclass_fields__)
        raise CourseError(f"nbgrader_config.py sets c.Limits.{unknown[0]}, which there is not; there are {known}")
    for name, value in values.items():
        if type(value) is not int or value < 1:
            raise CourseError(
                f"nbgrader_config.py sets c.Limits.{name} to {value!r}; a whole number from 1 is expected"
            )
    return Limits(**values)


class Book:
    """The gradebook of a course, for one lab and one writer at a time."""

    def __init__(self, root: Path, slug: str, config: Config) -> None:
        # imported late: it takes a second or two
        from nbgrader.api import Gradebook
        from nbgrader.coursedir import CourseDirectory

        config.CourseDirectory.root = str(root)
        self.root, self.slug, self._config = root, slug, config
        self._coursedir = CourseDirectory(config=config)
        url = self._coursedir.db_url
        self.database = database_file(url)
        if self.database and "?" not in url:
            url += "?timeout=60"
        self._coursedir.db_url = url
        self._backup()
        self._gradebook = Gradebook(url, self._coursedir.course_id)

    def close(self) -> None:
        """Let go of the database."""
        self._gradebook.close()

    def register(self, source: Path, assignment: Assignment) -> None:
        """Make sure that the gradebook knows the assignment as it stands in solutions/. Raises CourseError."""
        from nbgrader.api import MissingEntry
        from nbgrader.converters import GenerateAssignment
        from nbgrader.converters.base import NbGraderException
        from nbgrader.coursedir import CourseDirectory

        with contextlib.suppress(MissingEntry):
            if _known(self._gradebook.find_notebook(self.slug, self.slug)) == _expected(assignment):
                return
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(source, Path(folder, "source", self.slug))
            config = Config()
            config.CourseDirectory.update(
                {"root": folder, "assignment_id": self.slug, "db_url": self._coursedir.db_url}
            )
            config.CourseDirectory.course_id = self._coursedir.course_id
            converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
            converter.log.setLevel("ERROR")
            try:
                converter.start()
            except NbGraderException as error:
                raise CourseError(f"nbgrader does not take {self.slug} into the gradebook: {error}") from None
        self._gradebook.db.expire_all()

    def filed(self, student: str) -> Filed | None:
        """What an earlier run filed for a student; None where there is nothing or it cannot be read."""
        return read_filed(self._notebook(student))

    def file(self, student: str, notebook: NotebookNode, filed: Filed, received: datetime.datetime) -> None:
        """Write the graded notebook, scores included, whole or not at all."""
        target = self._notebook(student)
        target.parent.mkdir(parents=True, exist_ok=True)
        checks = {name: vars(check) for name, check in filed.checks.items()}
        notebook.metadata["coursekit"] = {"key": filed.key, "checks": checks, "remarks": filed.remarks}
        unfinished = target.with_suffix(".part")
        # half a character (a lone surrogate) can be in a text, and in no file
        unfinished.write_text(nbformat.writes(notebook), encoding="utf-8", errors="replace")
        (target.parent / "timestamp.txt").write_text(f"{received:%Y-%m-%d %H:%M:%S} UTC")
        unfinished.replace(target)

    def enter(self, student: str, filed: Filed, received: datetime.datetime, written: dict[str, bool]) -> bool:
        """Enter the scores of one submission; manual grades and comments stay. False where they stand there already.

        `written` says for each hand-graded answer whether there is one.
        """
        with self._transaction():
            return self._enter(student, filed, received, written)

    def _enter(self, student: str, filed: Filed, received: datetime.datetime, written: dict[str, bool]) -> bool:
        submission = self._submission(student, received)
        before = [(grade.auto_score, grade.needs_manual_grade) for grade in _grades(submission)]
        for grade in _grades(submission):
            name = grade.cell.name
            if name in written:
                grade.auto_score = None if written[name] else 0.0
                grade.needs_manual_grade = grade.manual_score is not None or written[name]
            else:
                grade.auto_score = filed.checks[name].points if name in filed.checks else 0.0
                grade.needs_manual_grade = grade.manual_score is not None or bool(filed.remarks)
        for place, comment in enumerate(_comments(submission)):
            empty = comment.cell.name in written and not written[comment.cell.name]
            remark = REMARK + printable("; ".join(filed.remarks)) if filed.remarks and place == 0 else ""
            comment.auto_comment = "\n".join(filter(None, (remark, "No response." if empty else ""))) or None
        changed = before != [(grade.auto_score, grade.needs_manual_grade) for grade in _grades(submission)]
        self._gradebook.db.flush()
        self._late(submission)
        return changed

    def void(self, student: str, reason: str, received: datetime.datetime) -> None:
        """A submission that cannot be read: no automatic score stands any longer, and the teacher is asked to look."""
        target = self._notebook(student)
        if target.exists():
            target.unlink()
        with self._transaction():
            submission = self._submission(student, received)
            for grade in _grades(submission):
                grade.auto_score = 0.0
                grade.needs_manual_grade = True
            for place, comment in enumerate(_comments(submission)):
                comment.auto_comment = REMARK + printable(reason) if place == 0 else None

    def scores(self) -> dict[str, float]:
        """The score of each submission in the gradebook, by student."""
        return {
            submission.student.id: float(submission.score)
            for submission in self._gradebook.assignment_submissions(self.slug)
        }

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, with one wait for the disk: nbgrader's own methods would commit several times on the way."""
        session = self._gradebook.db
        session.commit = session.flush
        try:
            yield
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit
        session.commit()

    def _submission(self, student: str, received: datetime.datetime) -> Any:
        with warnings.catch_warnings():
            # SQLAlchemy finds fault with how nbgrader adds a submission; nobody here can do anything about it
            warnings.simplefilter("ignore")
            self._gradebook.update_or_create_student(student)
            return self._gradebook.update_or_create_submission(self.slug, student, timestamp=received)

    def _late(self, submission: Any) -> None:
        """The late penalty that nbgrader's configured plugin gives, as nbgrader's own autograde assigns it."""
        from nbgrader.preprocessors import AssignLatePenalties

        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            late = submission.total_seconds_late
            if late > 0:
                assigner = AssignLatePenalties(config=self._config)
                assigner.init_plugin()
                penalty = assigner.plugin_inst.late_submission_penalty(submission.student.id, notebook.score, late)
                if penalty is not None:
                    notebook.late_submission_penalty = min(max(0.0, penalty), notebook.score)

    def _notebook(self, student: str) -> Path:
        return self.root / "autograded" / student / self.slug / f"{self.slug}.ipynb"

    def _backup(self) -> None:
        """Copy the gradebook away before a run; the last few copies are kept."""
        if not self.database or not self.database.is_file():
            return
        folder = self.root / ".coursekit" / "backups"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"gradebook-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.db"
        unfinished = target.with_suffix(".part")
        try:
            with sqlite3.connect(self.database, timeout=60) as source, sqlite3.connect(unfinished) as copy:
                source.backup(copy)
        except sqlite3.DatabaseError as error:
            unfinished.unlink(missing_ok=True)
            if "locked" in str(error):
                raise CourseError(
                    f"{self.database.name} is locked by another program: close it and try again"
                ) from None
            last = max(folder.glob("gradebook-*.db"), default=None)
            instead = f"the newest copy is {last.relative_to(self.root)}" if last else "there is no copy"
            raise CourseError(f"{self.database.name} cannot be read ({error}); {instead}") from None
        unfinished.replace(target)
        for old in sorted(folder.glob("gradebook-*.db"))[:-_BACKUPS]:
            old.unlink()


def database_file(url: str) -> Path | None:
    """The file of an SQLite gradebook; None for another kind of database."""
    return Path(url.removeprefix("sqlite:///").partition("?")[0]) if url.startswith("sqlite") else None


def read_filed(path: Path) -> Filed | None:
    """What a graded notebook says of itself; None where there is none, or it says nothing that can be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))["metadata"]["coursekit"]
        checks = {name: Check(**check) for name, check in record["checks"].items()}
        return Filed(str(record["key"]), checks, list(record["remarks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def printable(text: str) -> str:
    """A text that may hold names which a learner chose, fit for a terminal and the database."""
    return "".join("?" if unicodedata.category(letter).startswith("C") else letter for letter in text)


def key_of(*parts: bytes) -> str:
    """The key of what is graded: it changes when any of the parts does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _grades(submission: Any) -> list[Any]:
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def _comments(submission: Any) -> list[Any]:
    return [comment for notebook in submission.notebooks for comment in notebook.comments]


def _known(notebook: Any) -> dict[str, tuple[Any, ...]]:
    """What the gradebook knows of each cell: text, kind, whether it is locked, whether it is an answer, points."""
    answers = {cell.name for cell in notebook.solution_cells}
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    return {
        cell.name: (cell.source, str(cell.cell_type), cell.locked, cell.name in answers, points.get(cell.name))
        for cell in notebook.source_cells
    }


def _expected(assignment: Assignment) -> dict[str, tuple[Any, ...]]:
    """What nbgrader would enter: answers as they are released, checks with their hidden parts."""
    released = {cell.id: cell.source for cell in assignment.released.cells}
    return {
        cell.id: (
            released[cell.id] if about.solution else cell.source,
            cell.cell_type,
            about.locked,
            about.solution,
            float(about.points) if about.grade else None,
        )
        for cell in assignment.complete.cells
        if (about := cell.metadata.get("nbgrader"))
    }
