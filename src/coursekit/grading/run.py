"""Grade a class: what is due, several at a time, one writer, and a line for whatever is not plain sailing."""

import ast
import contextlib
import datetime
import fcntl
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbformat import NotebookNode

import bora
import coursekit
from coursekit import syntax
from coursekit.cell_ids import tag_of
from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits, Result
from coursekit.engine.steps import CodeCell
from coursekit.errors import CourseError, MachineFault
from coursekit.grading import intake, messages, receipts, releases, tables
from coursekit.grading.book import TYPED, Book, Filed, GradebookFault, key_of, limits, load_config, printable
from coursekit.manifest import Course, Lab

Grade = Callable[[list[CodeCell]], Result]
_DECIDES = ("grading/intake.py", "grading/run.py", "environment.py")
"""What decides grades besides bora/ and engine/."""
_SLOW_TO_SHOW = {"text/html": 200_000, "text/markdown": intake.MAX_WRITTEN, "text/latex": intake.MAX_WRITTEN}
"""Characters of an output of which pages are made in a time that grows with the square of the length."""
_SILENCE_SECONDS = 20
"""After which a run says whose submissions it is at work on."""
_PATIENCE = 2
"""Submissions in a row of which the gradebook takes nothing before a run gives up."""


@dataclass
class Summary:
    """What became of a class, by student. `broken` could not be graded for what it is, `failed` for this machine."""

    graded: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    review: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def line(self) -> str:
        """The summary in one line."""
        return (
            f"{len(self.graded)} graded in {self.seconds:.0f} s, {len(self.skipped)} unchanged, "
            f"{len(self.review)} to review, {len(self.broken)} broken"
        ) + (f", {len(self.failed)} not graded: run it again" if self.failed else "")


@dataclass(frozen=True)
class Due:
    """A submission that has to be graded."""

    student: str
    key: str
    content: str
    rebuilt: intake.Rebuilt


def grade_class(
    course: Course,
    lab: Lab,
    students: Iterable[str] = (),
    jobs: int = 0,
    trust: bool = False,
    scheduler: str = "",
    again: bool = False,
    out: TextIO | None = None,
) -> Summary:
    """Grade the submissions of a lab, of all students or of these. Raises CourseError for what stops a whole run.

    Submissions that have not changed since they were graded are left as they are, unless `again` says to grade them
    all; so are those that this machine fails to grade, which the next run takes up. `jobs` is the number graded at the
    same time (0: one a core); `trust` runs without a sandbox; `scheduler` is the address of a Dask cluster to use
    instead.
    """
    if not lab.has_assignment:
        raise CourseError(f"{lab.slug} has no assignment")
    with _said_in_one_line(), _alone(course.root), contextlib.ExitStack() as stack:
        started = time.monotonic()
        chosen = _submissions(course, lab, list(students))
        config = load_config(course.root)
        bounds = limits(config)
        assignment = load(course, lab)
        releases.note(course.root, lab.slug, assignment.released)
        graders = _graders(describe(course, lab, assignment), bounds, jobs, trust, scheduler)
        if not scheduler and not all((course.root / "autograded" / student / lab.slug).is_dir() for student in chosen):
            graders = _at_once(graders, stack)
        book = Book(course.root, lab.slug, config)
        try:
            book.register(course.solution(lab).parent, assignment)
            summary = _Run(course, lab, assignment, book, bounds, again, out or sys.stdout).grade(chosen, graders)
        finally:
            book.close()
    summary.seconds = time.monotonic() - started
    return summary


def load(course: Course, lab: Lab) -> intake.Assignment:
    """The built assignment. Raises CourseError where it is missing."""
    for path in (course.release(lab), course.solution(lab)):
        if not path.is_file():
            raise CourseError(f"{path.relative_to(course.root)} is missing: run 'coursekit build {lab.slug}'")
    released, complete = (nbformat.read(path, as_version=4) for path in (course.release(lab), course.solution(lab)))
    return intake.Assignment(lab.slug, released, complete, releases.earlier(course.root, lab.slug, released))


def describe(course: Course, lab: Lab, assignment: intake.Assignment) -> engine.Setup:
    """What the engine has to know of a lab."""
    given = []
    modules: dict[str, None] = {}
    for cell in assignment.complete.cells:
        if cell.cell_type != "code":
            continue
        modules |= dict.fromkeys(_imports(cell.source))
        if not cell.metadata.nbgrader.solution and not cell.metadata.nbgrader.grade:
            given.append(CodeCell(cell.id, "given", cell.source))
    folder = course.release(lab).parent
    data = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "data").rglob("*"))
        if path.is_file()
    }
    return engine.Setup(lab.slug, tuple(given), data, tuple(modules))


class _Run:
    """One run over a class: reads what is due, hands it out, writes what comes back.

    Three things can go wrong with a submission. It cannot be read (intake.Unreadable): then it has no score. A check
    fails: then it costs its points. Or this machine fails, with whatever other exception: then the submission stays as
    an earlier run left it, and the next run takes it up.
    """

    def __init__(
        self,
        course: Course,
        lab: Lab,
        assignment: intake.Assignment,
        book: Book,
        bounds: Limits,
        again: bool,
        out: TextIO,
    ) -> None:
        self.course, self.lab, self.assignment, self.book, self.again = course, lab, assignment, book, again
        self.summary = Summary()
        self._show = _Progress(out)
        self._locked_out = 0
        tests = nbformat.writes(assignment.complete) + nbformat.writes(assignment.released)
        data = describe(course, lab, assignment).data
        self._tests = key_of(tests.encode(), repr(bounds).encode(), version().encode(), *data.values()).encode()

    def grade(
        self, students: list[str], graders: "Callable[[], contextlib.AbstractContextManager[_Graders]]"
    ) -> Summary:
        self._show.total = len(students)
        due = self._due(students)
        first = next(due, None)
        if first is not None:
            # the libraries are loaded only when there is something to grade
            with graders() as workers:
                for done, future in workers.results(_chain(first, due), self._show.still):
                    self._attempt(done.student, partial(self._enter, done, future))
        self._show.done()
        return self.summary

    def _due(self, students: list[str]) -> Iterator[Due]:
        """Read the submissions one after the other; what is unchanged or unreadable is dealt with at once."""
        for student in students:
            due = self._attempt(student, partial(self._read, student))
            if due:
                yield due

    def _attempt(self, student: str, work: Callable[[], Due | None]) -> Due | None:
        """Do a part of the work for one student, which may fail without harm to the others.

        Raises CourseError for what would fail for all.
        """
        try:
            try:
                return work()
            except intake.Unreadable as verdict:
                self._break(student, str(verdict))
        except CourseError:
            raise
        except Exception as error:  # whatever it is, it is not the learner's doing
            self._put_off(student, error)
        return None

    def _read(self, student: str) -> Due | None:
        """What there is to grade of a student; None for what was graded before. Raises Unreadable, OSError."""
        if not _is_text(student):
            raise intake.Unreadable("")
        found = intake.read(self.course.root / "submitted" / student / self.lab.slug, self.assignment)
        content = key_of(found.content, *(remark.encode() for remark in found.remarks))
        key = key_of(self._tests, content.encode())
        rebuilt = intake.rebuild(self.assignment, intake.parse(found.content))
        filed = self.book.filed(student)
        if filed and filed.key == key and not self.again:
            self._leave(student, filed, content, rebuilt)
            return None
        rebuilt.remarks[:0], rebuilt.notes[:0] = found.remarks, found.notes
        return Due(student, key, content, rebuilt)

    def _leave(self, student: str, filed: Filed, content: str, rebuilt: intake.Rebuilt) -> None:
        """A submission graded before: only when it was received, and what follows from that, may have changed."""
        written = _written(self.assignment, rebuilt.notebook)
        unseen = self.book.enter(student, filed, self._received(student), written, content)
        self._locked_out = 0
        self.summary.skipped.append(student)
        if unseen:
            self.summary.review[student] = "; ".join(filed.remarks) or TYPED
        self._show.step()

    def _enter(self, due: Due, future: Future[Result]) -> None:
        result = future.result()
        remarks = [*due.rebuilt.remarks, *result.remarks]
        notebook = _with_outputs(due.rebuilt.notebook, result)
        filed, written = Filed(due.key, result.checks, remarks), _written(self.assignment, notebook)
        _lay_model_answers_beside(notebook, self.assignment)
        unseen = self.book.record(due.student, notebook, filed, self._received(due.student), written, due.content)
        self._locked_out = 0
        self.summary.graded.append(due.student)
        said = [f"{due.student}: {note}" for note in due.rebuilt.notes]
        if unseen:
            why = self.summary.review[due.student] = "; ".join(remarks) or TYPED
            said.append(f"{due.student}: to review: {why}")
        self._show.step(*said)

    def _break(self, student: str, reason: str) -> None:
        """A submission without a grade: what an earlier run gave it does not stand any longer."""
        reason = printable(reason)
        if _is_text(student):
            self.book.void(student, reason, self._received(student))
            self._locked_out = 0
        else:
            reason = f"the folder {printable(student)!r} cannot be a student's"
        self.summary.broken[student] = reason
        self._show.step(f"{student}: broken: {reason}")

    def _put_off(self, student: str, error: Exception) -> None:
        """A submission that this machine failed to grade: nothing is changed. Raises CourseError where it would go on
        like this with the whole class, which would wait for the gradebook at each student."""
        reason = _fault(error)
        self.summary.failed[student] = reason
        self._show.step(f"{student}: not graded, this machine failed: {reason}")
        self._locked_out = self._locked_out + 1 if isinstance(error, GradebookFault) else 0
        if self._locked_out == _PATIENCE:
            raise CourseError(f"{reason}, twice in a row: mend that and run it again; nothing that is graded is lost")

    def _received(self, student: str) -> datetime.datetime:
        return receipts.received(self.course.root, self.lab.slug, student)


def version() -> str:
    """The fingerprint of the code that decides grades: where it has changed, a class is graded again."""
    packages = [Path(bora.__file__).parent, Path(coursekit.__file__).parent]
    paths = [*packages[0].rglob("*.py"), *(packages[1] / "engine").rglob("*.py"), *map(packages[1].joinpath, _DECIDES)]
    return key_of(*(path.read_bytes() for path in sorted(paths)))


class _Graders:
    """Workers that grade: an executor and what it is given to do."""

    def __init__(self, executor: Executor, grade: Grade, jobs: int) -> None:
        self._executor, self._grade, self._jobs = executor, grade, jobs

    def results(self, due: Iterator[Due], still: Callable[[list[str]], None]) -> Iterator[tuple[Due, Future[Result]]]:
        """Results, or why there is none, as they come; only a few submissions are in memory at a time.

        still: told whose submissions are at work where none has come to its end for a while.
        """
        waiting: dict[Future[Result], Due] = {}
        while True:
            for one in islice(due, self._jobs + 1 - len(waiting)):
                waiting[self._submit(one)] = one
            if not waiting:
                return
            finished, _ = wait(waiting, timeout=_SILENCE_SECONDS, return_when=FIRST_COMPLETED)
            if not finished:
                still([one.student for future, one in waiting.items() if future.running()])
            for future in finished:
                yield waiting.pop(future), future

    def _submit(self, due: Due) -> Future[Result]:
        try:
            return self._executor.submit(self._grade, due.rebuilt.cells)
        except Exception as error:  # no thread can be started, or the executor is broken
            failed: Future[Result] = Future()
            failed.set_exception(error)
            return failed


def _graders(
    setup: engine.Setup, bounds: Limits, jobs: int, trust: bool, scheduler: str
) -> "Callable[[], contextlib.AbstractContextManager[_Graders]]":
    @contextlib.contextmanager
    def local() -> Iterator[_Graders]:
        count = jobs or os.cpu_count() or 1
        with Engine(setup, bounds, trust) as one, ThreadPoolExecutor(count) as executor:
            yield _Graders(executor, one.grade, count)

    @contextlib.contextmanager
    def remote() -> Iterator[_Graders]:
        from coursekit.grading import cluster as dask

        with dask.connect(scheduler) as (executor, workers):
            yield _Graders(executor, dask.Task(setup, bounds, trust), jobs or workers)

    return remote if scheduler else local


def _at_once(
    graders: "Callable[[], contextlib.AbstractContextManager[_Graders]]", stack: contextlib.ExitStack
) -> "Callable[[], contextlib.AbstractContextManager[_Graders]]":
    """The same graders, which start now, in the background, instead of when the gradebook is open."""
    starting = graders()
    future = stack.enter_context(ThreadPoolExecutor(1)).submit(starting.__enter__)

    def stop() -> None:
        if future.exception() is None:
            starting.__exit__(None, None, None)

    stack.callback(stop)

    @contextlib.contextmanager
    def started() -> Iterator[_Graders]:
        yield future.result()

    return started


class _Progress:
    """Progress on one line of a terminal, or as plain lines elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._terminal = out, out.isatty()
        self.total, self._count, self._started, self._said = 0, 0, time.monotonic(), 0.0

    def step(self, *remarks: str) -> None:
        """One more submission is done; each of `remarks` is shown on a line of its own."""
        self._count += 1
        for remark in map(printable, remarks):
            self._print(("\r\033[K" if self._terminal else "") + f"  {remark}\n")
        now = time.monotonic()
        if self._terminal or now - self._said > 10 or self._count == self.total:
            self._said = now
            rate = 60 * self._count / max(now - self._started, 0.01)
            left = (self.total - self._count) / max(rate / 60, 0.001)
            line = f"  {self._count} of {self.total}, {rate:.0f} a minute, {left:.0f} s left"
            self._print(f"\r\033[K{line}" if self._terminal else f"{line}\n")

    def still(self, students: list[str]) -> None:
        """Nothing has come to its end for a while."""
        names = ", ".join(map(printable, students)) or "a worker"
        line = f"  {self._count} of {self.total}, still at work on {names} (each has its limit)"
        self._print(f"\r\033[K{line}" if self._terminal else f"{line}\n")

    def done(self) -> None:
        """Leave the line."""
        if self._terminal and self._count:
            self._print("\n")

    def _print(self, text: str) -> None:
        # who has stopped reading does not stop grading
        with contextlib.suppress(BrokenPipeError):
            self._out.write(text)
            self._out.flush()


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Only one run at a time in a course; the lock goes with the process, however it ends."""
    folder = root / ".coursekit"
    folder.mkdir(exist_ok=True)
    with (folder / "grade.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CourseError(f"another run is grading here (process {lock.read().strip()}); wait for it") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextlib.contextmanager
def _said_in_one_line() -> Iterator[None]:
    """What fails on our side before the first submission, or beyond all of them, stops the run with one sentence."""
    try:
        yield
    except (OSError, MemoryError, MachineFault) as error:
        raise CourseError(f"this machine failed: {_fault(error)}; mend that and run it again") from None


def _fault(error: BaseException) -> str:
    """What failed, in a clause."""
    if isinstance(error, MachineFault):
        said = str(error)
    elif isinstance(error, MemoryError):
        said = "no memory is left"
    elif isinstance(error, OSError) and error.strerror:
        said = f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    else:
        said = f"{type(error).__name__}: {error}"
    return " ".join(printable(said.replace("\n", " ")).split())[:300]


def _submissions(course: Course, lab: Lab, students: list[str]) -> list[str]:
    folder = course.root / "submitted"
    students = [unicodedata.normalize("NFC", student) for student in students]
    if folder.is_dir():
        _compose(folder)
    # a link that leads nowhere was handed in as well
    found = (
        sorted(path.name for path in folder.iterdir() if os.path.lexists(path / lab.slug)) if folder.is_dir() else []
    )
    missing = [student for student in students if student not in found]
    if missing:
        raise CourseError(f"there is no submission submitted/{missing[0]}/{lab.slug}")
    if not found:
        raise CourseError(f"nothing was handed in: there is no submitted/STUDENT/{lab.slug}")
    return students or found


def _compose(folder: Path) -> None:
    """Rename students' folders whose name is written in another way than in a class list, as a Mac does it."""
    for path in list(folder.iterdir()):
        composed = folder / unicodedata.normalize("NFC", path.name)
        if composed != path and not os.path.lexists(composed):
            path.rename(composed)


def _is_text(name: str) -> bool:
    """Whether the name of a folder is text, not just bytes: only then can it stand in the gradebook."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _imports(code: str) -> Iterator[str]:
    """The modules that a cell imports at any depth: they are loaded before the first submission needs them."""
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(syntax.parse(code)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                # it may be a module as well
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _written(assignment: intake.Assignment, notebook: NotebookNode) -> dict[str, bool]:
    """For each answer that is graded by hand, whether there is one."""
    texts = {cell.get("id"): cell.source.strip() for cell in notebook.cells}
    return {
        cell.id: texts.get(cell.id, "") != cell.source.strip()
        for cell in assignment.released.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.metadata.nbgrader.solution
    }


def _lay_model_answers_beside(notebook: NotebookNode, assignment: intake.Assignment) -> None:
    """Below each answer that is graded by hand the model answer, folded; feedback pages leave it out."""
    models = {cell.id: cell.source for cell in assignment.complete.cells if cell.cell_type == "markdown"}
    for identity in [cell.id for cell in notebook.cells if tag_of(cell.id) == "written"]:
        place = next(place for place, cell in enumerate(notebook.cells) if cell.id == identity)
        text = f"<details><summary>For the teacher: a model answer</summary>\n\n{models[identity]}\n\n</details>"
        model = nbformat.v4.new_markdown_cell(text, id=identity.replace("written", "model"))
        model.metadata = nbformat.from_dict({"coursekit": {intake.FOR_TEACHERS: True}})
        notebook.cells.insert(place + 1, model)


def _with_outputs(notebook: NotebookNode, result: Result) -> NotebookNode:
    """The rebuilt notebook with what its cells printed, and an error where a check failed."""
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        outputs: list[dict[str, Any]] = result.outputs.get(cell.id, [])
        check = result.checks.get(cell.id)
        if check and check.error:
            outputs = [_failure(cell.id, check)]
        cell.outputs = [nbformat.from_dict(_quick_to_show(output)) for output in outputs]
    return notebook


def _quick_to_show(output: dict[str, Any]) -> dict[str, Any]:
    """An output without what formgrader would need minutes for: its pages have no deadline."""
    data = output.get("data")
    if not isinstance(data, dict):
        return output
    kept = {kind: text for kind, text in data.items() if len(str(text)) <= _SLOW_TO_SHOW.get(kind, len(str(text)))}
    left_out = {"text/plain": "(too long to be shown)"} if len(kept) < len(data) else {}
    return {**output, "data": left_out | tables.only_tables(kept)}


def _failure(identity: str, check: engine.Check) -> dict[str, Any]:
    """The error that stands below a failed check. What learner code raised in a hidden check could repeat its
    inputs."""
    message = check.message
    if tag_of(identity) == "hidden" and check.theirs and check.error not in engine.ENGINE_ERRORS:
        message = messages.RAISED
    return {
        "output_type": "error",
        "ename": check.error,
        "evalue": message,
        "traceback": [f"{check.error}: {message}"],
    }


def _chain(first: Due, rest: Iterator[Due]) -> Iterator[Due]:
    yield first
    yield from rest
