"""Results into nbgrader's gradebook and into autograded/, so that formgrader, feedback and export find what they
expect.

For each submission the notebook is written to a file beside its place, then the scores are entered in one transaction,
then the file takes its place: an error on the way leaves notebook and scores as they were, and a run that is killed
grades that submission again. A table of ours in the gradebook notes what was entered for each submission: what has not
changed since is not entered again, so that whatever a person did meanwhile stays.
"""

import contextlib
import datetime
import hashlib
import json
import logging
import os
import shutil
import sqlite3
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from coursekit import files
from coursekit.engine.engine import Check, Limits
from coursekit.errors import CourseError, MachineFault
from coursekit.generate import generate_assignment
from coursekit.grading import deadlines
from coursekit.grading.intake import Assignment

REMARK = "For the teacher: "
TYPED = "points that a person typed for an earlier hand-in stand"
_BACKUPS = 5


class GradebookFault(MachineFault):
    """The gradebook could not be read or written: another program holds it, or its file is not ours to write."""


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


@dataclass(frozen=True)
class ByHand:
    """What a person gave for a written answer: points, None where nobody did yet, and a comment; due: still to do."""

    points: float | None
    comment: str | None
    due: bool = False


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
        with self._faults():
            self._gradebook = Gradebook(url, self._coursedir.course_id)
            self._entered = _entered_table(self._gradebook.engine)

    def close(self) -> None:
        """Let go of the database."""
        self._gradebook.close()

    def register(self, source: Path, assignment: Assignment) -> None:
        """Make sure that the gradebook knows the assignment as it stands in solutions/. Raises CourseError."""
        from nbgrader.api import MissingEntry

        expected = _expected(assignment)
        with self._faults(), contextlib.suppress(MissingEntry):
            notebook = self._gradebook.find_notebook(self.slug, self.slug)
            if _known(notebook) == expected:
                self.set_deadline()
                return
            with self._transaction():
                self._migrate(notebook, expected)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(source, Path(folder, "source", self.slug))
            config = Config()
            config.CourseDirectory.db_url = self._coursedir.db_url
            config.CourseDirectory.course_id = self._coursedir.course_id
            generate_assignment(Path(folder), self.slug, config)
        self._gradebook.db.expire_all()
        self.set_deadline()

    def set_deadline(self) -> None:
        """Let the gradebook know the lab's deadline and extensions, where it has them; penalties follow."""
        from nbgrader.api import MissingEntry

        own = deadlines.read(self.root).get(self.slug)
        if own is None:
            return
        with self._faults(), contextlib.suppress(MissingEntry), self._transaction():
            self._gradebook.find_assignment(self.slug).duedate = own.time
            for submission in self._gradebook.assignment_submissions(self.slug):
                self._extend(submission, own)
                self._late(submission)

    @staticmethod
    def _extend(submission: Any, own: deadlines.Deadline) -> None:
        seconds = own.extensions.get(submission.student_id, 0)
        submission.extension = datetime.timedelta(seconds=seconds) if seconds else None

    def _migrate(self, notebook: Any, expected: dict[str, tuple[Any, ...]]) -> None:
        """Remove cells that the assignment has no longer, and add new ones to submissions that are entered already.

        nbgrader refuses to do so as soon as there are submissions. What a person gave for other cells stays.
        """
        from nbgrader import api

        session = self._gradebook.db
        kinds = {name: (about[1] if about[4] is not None else None, about[3]) for name, about in expected.items()}
        for cell in list(notebook.grade_cells):
            if kinds.get(cell.name, (None, False))[0] != str(cell.cell_type):
                for one in (*cell.grades, cell):
                    session.delete(one)
        for cell in list(notebook.solution_cells):
            if not kinds.get(cell.name, (None, False))[1]:
                for one in (*cell.comments, cell):
                    session.delete(one)
        for cell in list(notebook.source_cells):
            if cell.name not in expected:
                session.delete(cell)
        session.flush()
        session.expire_all()
        graded, answered = ({cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.solution_cells))
        sources = {cell.name for cell in notebook.source_cells}
        for name, (kind, solution) in kinds.items():
            if name not in sources:
                session.add(api.SourceCell(name=name, notebook=notebook, cell_type=expected[name][1]))
            if kind is not None and name not in graded:
                new = api.GradeCell(name=name, notebook=notebook, cell_type=kind, max_score=expected[name][4])
                session.add(new)
                for submitted in notebook.submissions:
                    # only a written answer waits for a person
                    session.add(api.Grade(cell=new, notebook=submitted, needs_manual_grade=solution))
            if solution and name not in answered:
                new = api.SolutionCell(name=name, notebook=notebook)
                session.add(new)
                for submitted in notebook.submissions:
                    session.add(api.Comment(cell=new, notebook=submitted))

    def filed(self, student: str) -> Filed | None:
        """What an earlier run filed for a student; None where there is nothing or it cannot be read."""
        return read_filed(self._notebook(student))

    def record(
        self,
        student: str,
        notebook: NotebookNode,
        filed: Filed,
        received: datetime.datetime,
        written: dict[str, bool],
        content: str,
    ) -> bool:
        """Write the graded notebook and enter its scores: both or neither. See `enter`."""
        target = self._notebook(student)
        target.parent.mkdir(parents=True, exist_ok=True)
        checks = {name: vars(check) for name, check in filed.checks.items()}
        notebook.metadata["coursekit"] = {"key": filed.key, "checks": checks, "remarks": filed.remarks}
        with files.whole(target) as unfinished:
            # half a character (a lone surrogate) can be in a text, and in no file
            unfinished.write_text(nbformat.writes(notebook), encoding="utf-8", errors="replace")
            unseen = self.enter(student, filed, received, written, content, anew=True)
        files.write_text(target.parent / "timestamp.txt", f"{received:%Y-%m-%d %H:%M:%S} UTC")
        return unseen

    def enter(
        self,
        student: str,
        filed: Filed,
        received: datetime.datetime,
        written: dict[str, bool],
        content: str,
        anew: bool = False,
    ) -> bool:
        """Enter the scores of one submission; what a person gave and wrote stays. Returns whether a person still has
        to look at what was remarked.

        `written` says for each hand-graded answer whether there is one; `content` is the fingerprint of what was handed
        in. What was entered before with the same key is left as it is unless it was graded `anew`, but for the time of
        receipt and what follows from it. Raises GradebookFault.
        """
        with self._transaction():
            submission = self._submission(student, received)
            before = self._noted(submission)
            if anew or before.key != filed.key:
                self._grade(submission, filed, written, before if before.content == content else _Entered())
                self._note(submission, _Entered(filed.key, content, tuple(filed.remarks)))
            self._gradebook.db.flush()
            self._late(submission)
            return any(grade.needs_manual_grade for grade in _grades(submission) if grade.cell.name not in written)

    @staticmethod
    def _grade(submission: Any, filed: Filed, written: dict[str, bool], same: "_Entered") -> None:
        """The scores, and what a person has to look at. `same` is what was entered before of the same hand-in: what a
        person has looked at then is not marked again."""
        looked_at = set(filed.remarks) <= set(same.remarks)
        for grade in _grades(submission):
            name, by_hand = grade.cell.name, grade.manual_score is not None
            if name in written:
                grade.auto_score = None if written[name] else 0.0
                wanted = by_hand or written[name]
                grade.needs_manual_grade = wanted and (not same.key or grade.needs_manual_grade)
            else:
                grade.auto_score = filed.checks[name].points if name in filed.checks else 0.0
                wanted = by_hand or bool(filed.remarks)
                grade.needs_manual_grade = wanted and (not same.key or not looked_at or grade.needs_manual_grade)
        for place, comment in enumerate(_comments(submission)):
            empty = comment.cell.name in written and not written[comment.cell.name]
            remark = REMARK + printable("; ".join(filed.remarks)) if filed.remarks and place == 0 else ""
            comment.auto_comment = "\n".join(filter(None, (remark, "No response." if empty else ""))) or None

    def void(self, student: str, reason: str, received: datetime.datetime) -> None:
        """A submission that cannot be read: no automatic score stands any longer, and the teacher is asked to look.

        Raises GradebookFault, OSError.
        """
        key = key_of(reason.encode(), str(received).encode())
        with self._transaction():
            submission = self._submission(student, received)
            if self._noted(submission).key != key:
                for grade in _grades(submission):
                    grade.auto_score = 0.0
                    grade.needs_manual_grade = True
                for place, comment in enumerate(_comments(submission)):
                    comment.auto_comment = REMARK + printable(reason) if place == 0 else None
                self._note(submission, _Entered(key))
            self._gradebook.db.flush()
            self._late(submission)
        self._notebook(student).unlink(missing_ok=True)

    def accept(self, student: str, automatic: bool) -> bool:
        """What was marked for review is looked at: its points stand, or without what a person typed the automatic ones.

        Written answers stay as they are. Returns whether there was anything to look at. Raises GradebookFault.
        """
        with self._transaction():
            submissions = self._gradebook.assignment_submissions(self.slug)
            found = [one for one in submissions if one.student_id == student]
            due = [grade for one in found for grade in _grades(one) if str(grade.cell.cell_type) == "code"]
            any_due = any(grade.needs_manual_grade for grade in due)
            for grade in due:
                grade.needs_manual_grade = False
                if automatic:
                    grade.manual_score = None
            self._gradebook.db.flush()
            for one in found:
                self._late(one)
        return any_due

    def by_hand(self, cell: str) -> dict[str, ByHand]:
        """What was given by hand for a written answer, by student; without those who wrote nothing."""
        with self._faults():
            return {
                student: ByHand(grade.manual_score, comment.manual_comment, bool(grade.needs_manual_grade))
                for student, grade, comment in self._written(cell)
            }

    def give(self, cell: str, given: Mapping[str, ByHand]) -> None:
        """Enter points and comments for a written answer: of all these students, or of none. Raises GradebookFault."""
        with self._transaction():
            for student, grade, comment in self._written(cell):
                if student in given:
                    one = given[student]
                    grade.manual_score, comment.manual_comment = one.points, one.comment
                    grade.needs_manual_grade = False
                    self._gradebook.db.flush()
                    self._late(grade.notebook.assignment)

    def _written(self, cell: str) -> list[tuple[str, Any, Any]]:
        """Student, grade and comment of each answer to a written question that is not empty."""
        found = []
        for submission in self._gradebook.assignment_submissions(self.slug):
            grade = next((one for one in _grades(submission) if one.cell.name == cell), None)
            comment = next((one for one in _comments(submission) if one.cell.name == cell), None)
            if grade is not None and comment is not None and grade.auto_score is None:
                found.append((str(submission.student_id), grade, comment))
        return found

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Whatever the database fails with becomes a GradebookFault of one clause."""
        from nbgrader.api import InvalidEntry
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (SQLAlchemyError, InvalidEntry) as error:
            name = self.database.name if self.database else "the gradebook"
            if "locked" in str(error):
                raise GradebookFault(f"{name} is locked by another program") from None
            said = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise GradebookFault(f"{name} cannot be written ({said})") from None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, with one wait for the disk: nbgrader's own methods would commit several times on the way.

        Raises GradebookFault.
        """
        session = self._gradebook.db
        with self._faults(), _quiet():
            session.commit = session.flush
            try:
                yield
            except BaseException:
                session.rollback()
                raise
            finally:
                del session.commit
            try:
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def _noted(self, submission: Any) -> "_Entered":
        """What was entered for a submission; nothing where it was never entered by us."""
        table = self._entered
        row = self._gradebook.db.execute(table.select().where(table.c.submission == submission.id)).first()
        return _Entered(row.key, row.content, tuple(json.loads(row.remarks))) if row else _Entered()

    def _note(self, submission: Any, entered: "_Entered") -> None:
        table, session = self._entered, self._gradebook.db
        session.execute(table.delete().where(table.c.submission == submission.id))
        remarks = json.dumps(entered.remarks)
        session.execute(
            table.insert().values(submission=submission.id, key=entered.key, content=entered.content, remarks=remarks)
        )

    def _submission(self, student: str, received: datetime.datetime) -> Any:
        with warnings.catch_warnings():
            # SQLAlchemy finds fault with how nbgrader adds a submission; nobody here can do anything about it
            warnings.simplefilter("ignore")
            self._gradebook.update_or_create_student(student)
            submission = self._gradebook.update_or_create_submission(self.slug, student, timestamp=received)
        if own := deadlines.read(self.root).get(self.slug):
            self._extend(submission, own)
        return submission

    def _late(self, submission: Any) -> None:
        for notebook, penalty in late_penalties(self._config, submission):
            if notebook.late_submission_penalty != penalty:
                notebook.late_submission_penalty = penalty

    def _notebook(self, student: str) -> Path:
        return self.root / "autograded" / student / self.slug / f"{self.slug}.ipynb"

    def _backup(self) -> None:
        """Copy the gradebook away before a run; the last few copies are kept."""
        if not self.database or not self.database.is_file():
            return
        folder = self.root / ".coursekit" / "backups"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"gradebook-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.db"
        try:
            with (
                files.whole(target) as unfinished,
                contextlib.closing(sqlite3.connect(self.database, timeout=60)) as source,
                contextlib.closing(sqlite3.connect(unfinished)) as copy,
            ):
                source.backup(copy)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise CourseError(
                    f"{self.database.name} is locked by another program: close it and try again"
                ) from None
            last = max(folder.glob("gradebook-*.db"), default=None)
            instead = f"the newest copy is {last.relative_to(self.root)}" if last else "there is no copy"
            raise CourseError(f"{self.database.name} cannot be read ({error}); {instead}") from None
        for old in sorted(folder.glob("gradebook-*.db"))[:-_BACKUPS]:
            old.unlink()


@contextlib.contextmanager
def open_book(root: Path, slug: str) -> Iterator[Book]:
    """The gradebook that a course has already. Raises CourseError where there is none."""
    config = load_config(root)
    gradebook_of(root, slug, config).close()
    book = Book(root, slug, config)
    try:
        yield book
    finally:
        book.close()


@dataclass(frozen=True)
class _Entered:
    """What was entered for a submission: the key of what was graded, the fingerprint of what was handed in, remarks."""

    key: str = ""
    content: str = ""
    remarks: tuple[str, ...] = ()


def _entered_table(engine: Any) -> Any:
    """Our own table in the gradebook. A submission that is removed and comes again has another id."""
    from sqlalchemy import Column, MetaData, String, Table, Text

    metadata = MetaData()
    table = Table(
        "coursekit_entered",
        metadata,
        Column("submission", String(32), primary_key=True),
        Column("key", String(64), nullable=False),
        Column("content", String(64), nullable=False),
        Column("remarks", Text, nullable=False),
    )
    metadata.create_all(engine)
    return table


def late_penalties(config: Config, submission: Any) -> Iterator[tuple[Any, float | None]]:
    """Each notebook of a submission with the late penalty that nbgrader's configured plugin gives it by its score now,
    as nbgrader's own autograde assigns it; None where there is none."""
    from nbgrader.preprocessors import AssignLatePenalties

    late = submission.total_seconds_late
    root = Path(config.CourseDirectory.root or ".") if "root" in config.CourseDirectory else Path()
    config = deadlines.configured(config, root, submission.assignment.name)
    for notebook in submission.notebooks:
        penalty = None
        if late > 0:
            assigner = AssignLatePenalties(config=config)
            assigner.init_plugin()
            penalty = assigner.plugin_inst.late_submission_penalty(submission.student.id, notebook.score, late)
        yield notebook, None if penalty is None else min(max(0.0, penalty), notebook.score)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """nbgrader logs a traceback for each error that it raises as well."""
    logger = logging.getLogger("tornado.application")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def database_file(url: str) -> Path | None:
    """The file of an SQLite gradebook; None for another kind of database."""
    from sqlalchemy.engine import make_url

    place = make_url(url)
    return Path(place.database) if place.get_backend_name() == "sqlite" and place.database else None


def gradebook_of(root: Path, slug: str, config: Config) -> Any:
    """nbgrader's gradebook of a course, to be closed by `with`. Raises CourseError where there is none."""
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

    config.CourseDirectory.root = str(root)
    folder = CourseDirectory(config=config)
    database = database_file(folder.db_url)
    if database and not database.is_file():
        raise CourseError(f"there is no {database.name}: run 'coursekit grade {slug}' first")
    return Gradebook(folder.db_url, folder.course_id)


def marked(root: Path, slug: str) -> dict[str, str]:
    """Why submissions were marked for the teacher, or could not be graded, by student. Raises CourseError."""
    with gradebook_of(root, slug, load_config(root)) as gradebook:
        return marks(gradebook, slug)


def marks(gradebook: Any, slug: str) -> dict[str, str]:
    """The same of a gradebook that is open."""
    from nbgrader import api

    found = (
        gradebook.db.query(api.SubmittedAssignment.student_id, api.Comment.auto_comment)
        .select_from(api.Comment)
        .join(api.SubmittedNotebook, api.Comment.notebook_id == api.SubmittedNotebook.id)
        .join(api.SubmittedAssignment, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .filter(api.Assignment.name == slug, api.Comment.auto_comment.startswith(REMARK))
    )
    return {student: comment.removeprefix(REMARK).splitlines()[0] for student, comment in found}


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
