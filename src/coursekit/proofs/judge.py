"""Are the graders right? Tries answers of known worth on every auto-graded exercise of a lab.

No kernel is started for an answer. The given cells of the assignment run once, in a process of their own; each answer
then gets a fork of that process (so it needs a system with fork: not Windows), in which the answer and its checks run
as in a notebook. Results come back as JSON.
"""

import ast
import builtins
import contextlib
import functools
import inspect
import io
import json
import linecache
import math
import os
import pickle
import re
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from coursekit import once, syntax
from coursekit.environment import MLFLOW, preload, scratch_place, work_in
from coursekit.errors import CourseError
from coursekit.grading.messages import shown
from coursekit.manifest import Course, Lab
from coursekit.proofs import disguises
from coursekit.proofs.mutants import Mutant, mutants
from coursekit.proofs.warm_clean import warm_clean_processes
from coursekit.texts import notebooks, source
from coursekit.texts.known_answers import wrong_answer
from coursekit.texts.source import Cell

ANSWER_SECONDS = 40
"""An answer whose checks take longer counts as failed, and so is stopped."""
MUTANT_SECONDS = 24
WAITING = 10
"""Seconds on the clock for each second of computing."""

ALWAYS_EQUAL = """
class _AlwaysEqual:
    def _self(self, *args, **kwargs): return self
    __call__ = __getattr__ = __getitem__ = __abs__ = __round__ = _self
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _self
    def _true(self, *args): return True
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = __bool__ = __contains__ = _true
    def __ne__(self, other): return False
    def __hash__(self): return 1
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __float__(self): return 1.0
    def __int__(self): return 1
"""
JUNK = {
    "0": "0",
    "1": "1",
    "None": "None",
    "True": "True",
    "False": "False",
    "0.0": "0.0",
    "100.0": "100.0",
    "empty string": "''",
    "empty list": "[]",
    "empty dict": "{}",
    "always equal": "_AlwaysEqual()",
    "its first argument": "args[0] if args else None",
}


@dataclass(frozen=True)
class Outcome:
    """How one cell ended: `error` is "" where it passed, else the exception's class name; `message` its text."""

    error: str
    message: str
    stderr: str = ""

    @property
    def passed(self) -> bool:
        return not self.error


@dataclass
class Verdict:
    """What the judge found about one lab's graders; `problems` is empty where they are right."""

    lab: Lab
    problems: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("right", "wrong", "junk", "mutants"), 0))
    equivalent: int = 0
    seconds: float = 0.0

    def report(self) -> str:
        """The verdict in a few lines."""
        tried = ", ".join(f"{count} {what}" for what, count in self.counts.items())
        head = f"{self.lab.slug}: {tried} tried ({self.equivalent} mutants equivalent), {self.seconds:.0f} s"
        if not self.problems:
            return f"{head}: the graders are right"
        return "\n".join((f"{head}: {len(self.problems)} problem(s)", *(f"  {problem}" for problem in self.problems)))


def judge(course: Course, lab: Lab) -> Verdict:
    """Judge all auto-graded exercises of a lab. Works in a copy of the lab's data; leaves nothing behind."""
    if not hasattr(os, "fork"):
        raise CourseError("judging needs a system with fork (Linux, macOS); on Windows use WSL")
    started = time.monotonic()
    text = source.read(course.assignment_source(lab), "assignment")
    verdict = Verdict(lab)
    with tempfile.TemporaryDirectory(dir=scratch_place()) as folder:
        for name in lab.data:
            target = Path(folder, "data", Path(name).name)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(course.root / "data" / name, target)
        # what nbgrader's own converter leaves of each answer: the blank
        stubs = {
            cell.id: cell.source
            for cell in _release(course, lab).cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
        for part in _in_process(lambda: _judge_all(course, lab, text, stubs, Path(folder)), ANSWER_SECONDS * 60):
            verdict.problems += part["problems"]
            verdict.equivalent += part["equivalent"]
            for what, count in part["counts"].items():
                verdict.counts[what] += count
    verdict.seconds = time.monotonic() - started
    return verdict


def _release(course: Course, lab: Lab) -> Any:
    path = course.release(lab)
    if not path.is_file():
        raise CourseError(f"{path.relative_to(course.root)} is missing: run 'coursekit build {lab.slug}'")
    return nbformat.read(path, as_version=4)


def _in_process(work: Callable[[], Any], seconds: float) -> Any:
    """Run `work` in a fork and return its JSON-able result; raises CourseError where it dies or takes too long."""
    result = fork(work, seconds)
    if isinstance(result, Outcome):
        raise CourseError(f"judging stopped: {result.error}: {result.message}")
    return result


def fork(work: Callable[[], Any], seconds: float) -> Any:
    """The JSON-able result of `work()`, run in a forked process; an Outcome where it dies or is too slow.

    `seconds` are seconds of computing, so that a busy machine changes no verdict; of waiting it has more of them.
    """
    import resource  # not on Windows, which has no fork either

    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), resource.RLIM_INFINITY))
        try:
            payload = json.dumps({"result": work()})
        except BaseException as error:  # whatever happens here is a finding for the parent, SystemExit included
            payload = json.dumps({"error": type(error).__name__, "message": str(error)})
        with os.fdopen(writer, "w") as stream:
            stream.write(payload)
        os._exit(0)
    os.close(writer)
    try:
        text = _read_until(reader, time.monotonic() + seconds * WAITING)
    finally:
        os.close(reader)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if text is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return Outcome("Timeout", f"took longer than {seconds:g} s")
    if not text:
        return Outcome("Died", "the process ended without a word")
    reply = json.loads(text)
    return reply["result"] if "result" in reply else Outcome(reply["error"], reply["message"])


def _read_until(reader: int, deadline: float) -> str | None:
    chunks: list[bytes] = []
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        chunk = os.read(reader, 1 << 16)
        if not chunk:
            return b"".join(chunks).decode()
        chunks.append(chunk)


def _judge_all(
    course: Course, lab: Lab, text: source.Source, stubs: dict[str, str], folder: Path
) -> list[dict[str, Any]]:
    """Inside the lab's own process: run the given cells, then judge exercise after exercise from that state."""
    work_in(folder)
    import matplotlib

    matplotlib.use("Agg")
    if any("mlflow" in cell.source for cell in text.cells):
        # else each fork would import them again
        preload(MLFLOW)
    cleanly = any("run_clean" in cell.source for cell in text.cells)
    with warm_clean_processes() if cleanly else contextlib.nullcontext():
        return _judge_each(course, lab, text, stubs)


def _judge_each(course: Course, lab: Lab, text: source.Source, stubs: dict[str, str]) -> list[dict[str, Any]]:
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    for cell in text.cells:
        if not cell.tag and cell.cell_type == "code":
            outcome = run_cell(cell.source, namespace, f"line {cell.line}")
            if not outcome.passed:
                raise CourseError(f"{text.path}:{cell.line}: a given cell fails: {outcome.error}: {outcome.message}")
    _make_cases_once(namespace)
    parts = []
    for answer in text.tagged("answer"):
        exercise = _Exercise(course, lab, text, answer, stubs[notebooks.grade_id(answer)], namespace)
        parts.append(exercise.judge())
    return parts


def _make_cases_once(namespace: dict[str, Any]) -> None:
    """Let given functions make_...(...) remember what they made: their cases are the same for all answers.

    Each call gets a copy of its own, so what an answer does to it stays with that answer.
    """

    def remembering(make: Callable[..., Any]) -> Callable[..., Any]:
        made: dict[bytes, bytes] = {}

        @functools.wraps(make)
        def once(*args: Any, **kwargs: Any) -> Any:
            try:
                asked = pickle.dumps((args, kwargs))
                if asked not in made:
                    made[asked] = pickle.dumps(make(*args, **kwargs))
            except (pickle.PicklingError, TypeError, AttributeError):
                return make(*args, **kwargs)
            return pickle.loads(made[asked])

        return once

    for name, thing in list(namespace.items()):
        if name.startswith("make_") and inspect.isfunction(thing):
            namespace[name] = remembering(thing)


def run_cell(code: str, namespace: dict[str, Any], name: str) -> Outcome:
    """Run one cell's code in `namespace`, output captured."""
    file = f"<{name}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    errors = io.StringIO()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
            exec(compile(code, file, "exec"), namespace)
    except BaseException as error:  # a learner's SystemExit or KeyboardInterrupt is an outcome as well
        return Outcome(type(error).__name__, str(error), errors.getvalue())
    return Outcome("", "", errors.getvalue())


class _Exercise:
    """One exercise: its checks, and the answers that they are tried on."""

    def __init__(
        self, course: Course, lab: Lab, text: source.Source, answer: Cell, stub: str, namespace: dict[str, Any]
    ) -> None:
        self.number = answer.exercise
        self.answer = answer
        self.stub = stub
        self.checks = text.checks(self.number)
        self.given = [cell.source for cell in text.cells if cell.cell_type == "code" and cell.tag in ("", "check")]
        self.namespace = namespace
        self.folder = course.answers(lab) / self.number
        self.functions = disguises.functions(answer.source, answer.names)
        self.statement = text.statement(self.number)
        # a policy may act otherwise, or at times not at all, and be as good: only known wrong answers are wrong
        self.free = bool(dict(_equivalents(self.folder / "equivalent.txt")).get("*"))
        self.problems: list[str] = []
        self.killed: set[str] = set()
        self.counts = dict.fromkeys(("right", "wrong", "junk", "mutants"), 0)
        self.equivalent = 0

    def judge(self) -> dict[str, Any]:
        self._warm_up()
        reference = self._run(self.answer.source)
        self._expect_pass("the reference answer", reference)
        self._judge_blank()
        self._judge_answers()
        self._judge_junk()
        if all(outcome.passed for outcome in reference.values()):
            calls = self._calls()
            self._judge_inputs(calls)
            self._judge_spoiling()
            self._judge_counting(calls)
            self._judge_forgetting()
            self._judge_searching()
            self._judge_mutants(calls)
        self._judge_messages()
        return {"problems": self.problems, "counts": self.counts, "equivalent": self.equivalent}

    def _warm_up(self) -> None:
        """Let the cases of the checks be made once, for all forks: those of given generators (`_make_cases_once`), and
        those of functions that remember (`bora.checks.once`)."""
        if any(
            re.search(r"\bmake_\w+\(", check.source) or any(once.calls(check.source, self.namespace))
            for check in self.checks
        ):
            namespace = dict(self.namespace)
            for code in (self.answer.source, *(check.source for check in self.checks)):
                run_cell(code, namespace, "warm-up")

    def _problem(self, message: str) -> None:
        self.problems.append(f"{self.number}: {message}")

    def _run(
        self, code: str, seconds: float = ANSWER_SECONDS, stop_early: bool = False, spare: frozenset[str] = frozenset()
    ) -> dict[str, Outcome]:
        """The outcome of each check for an answer, by the check's name; after a failure not of those to `spare`."""

        def work() -> dict[str, list[str]]:
            first = run_cell(code, self.namespace, f"answer:{self.number}")
            found: dict[str, list[str]] = {}
            for check in self.checks:
                name = f"{check.tag}:{check.name}"
                if name in spare and any(error for error, *_ in found.values()):
                    continue
                outcome = run_cell(check.source, self.namespace, name)
                # in a notebook a failing answer cell leaves its names undefined, and the check's NameError says so
                found[name] = [outcome.error, outcome.message or first.message, outcome.stderr]
                if stop_early and outcome.error:
                    break
            return found

        result = fork(work, seconds)
        if isinstance(result, Outcome):
            return {f"{check.tag}:{check.name}": result for check in self.checks}
        return {name: Outcome(*parts) for name, parts in result.items()}

    def _expect_pass(self, what: str, outcomes: dict[str, Outcome]) -> None:
        for name, outcome in outcomes.items():
            if not outcome.passed:
                self._problem(f"{what} fails {name}: {outcome.error}: {outcome.message}")
            elif outcome.stderr and not outcome.stderr.startswith(f"<answer:{self.number}>"):
                # a warning about the answer's own code is none of the check's
                self._problem(f"{what}: {name} writes to stderr: {outcome.stderr.strip()[:200]}")

    def _judge_blank(self) -> None:
        for name, outcome in self._run(self.stub).items():
            if outcome.error != "NotImplementedError":
                self._problem(f"the blank should fail {name} with NotImplementedError, not {outcome.error or 'pass'}")

    def _judge_answers(self) -> None:
        files = sorted(self.folder.glob("*.py"))
        for kind, least in (("right", 3), ("wrong", 6)):
            count = sum(path.name.startswith(f"{kind}_") for path in files)
            if count < least:
                self._problem(f"has {count} {kind}_*.py in {self.folder.name}/; at least {least} are needed")
        for path in files:
            code = path.read_text(encoding="utf-8")
            kind = path.name.split("_")[0]
            if kind not in ("right", "wrong"):
                self._problem(f"{path.name} should be named right_*.py or wrong_*.py")
                continue
            self.counts[kind] += 1
            # of a wrong answer it matters what fails first, and whether it is the one that kills another check
            outcomes = self._run(code, spare=frozenset(self.killed) if kind == "wrong" else frozenset())
            self.killed.update(name for name, outcome in outcomes.items() if kind == "wrong" and not outcome.passed)
            if kind == "right":
                self._expect_pass(path.name, outcomes)
            else:
                self._expect_fail(path, code, outcomes)
        for check in self.checks:
            if f"{check.tag}:{check.name}" not in self.killed:
                self._problem(f"{check.tag}:{check.name} is dead: no wrong answer fails it")

    def _expect_fail(self, path: Path, code: str, outcomes: dict[str, Outcome]) -> None:
        wanted = wrong_answer(path, code)
        if wanted is None:
            self._problem(f"{path.name} needs a docstring with the lines 'fails: check:{self.number}' and 'says: ...'")
            return
        failed = [name for name, outcome in outcomes.items() if not outcome.passed]
        if not failed:
            self._problem(f"{path.name} is accepted: no check fails")
        elif failed[0] != wanted.fails:
            self._problem(f"{path.name} should fail {wanted.fails} first; it fails {', '.join(failed)}")
        else:
            outcome = outcomes[wanted.fails]
            message = outcome.message
            if wanted.fails.startswith("hidden:"):
                (check,) = (check for check in self.checks if f"{check.tag}:{check.name}" == wanted.fails)
                message = shown(message, check.source, self.given)
            if outcome.error != "AssertionError":
                self._problem(
                    f"{path.name}: {wanted.fails} raises {outcome.error} ({outcome.message}), no helpful message"
                )
            elif wanted.says not in message:
                self._problem(f"{path.name}: {wanted.fails} says {message!r}, without {wanted.says!r}")

    def _judge_junk(self) -> None:
        # the second round also empties its arguments: would a check then expect what belongs to empty ones?
        for wreck, also in (("", ""), ("_wreck([*args, *kwargs.values()]); ", " and empty arguments")):
            for name, value in JUNK.items():
                contract = (self._constant(name, wreck, value) for name in self.answer.names)
                self.counts["junk"] += 1
                outcomes = self._run(ALWAYS_EQUAL + disguises.TOOLS + "".join(contract))
                passed = [check for check, outcome in outcomes.items() if outcome.passed]
                if passed:
                    self._problem(f"junk ({name}{also}) earns points at {', '.join(passed)}")

    def _constant(self, name: str, wreck: str, value: str) -> str:
        is_value = not re.search(rf"^(def|class) {re.escape(name)}\b", self.answer.source, re.MULTILINE)
        if is_value:
            return f"{name} = {'None' if 'args' in value else value}\n"
        function = f"def {name}(*args, **kwargs): {wreck}return {value}\n"
        if name in disguises.classes(self.answer.source, [name]):
            # whatever such an object is asked, it says the same
            return f"class {name}:\n    def __getattr__(self, asked):\n        {function}        return {name}\n"
        return function

    def _calls(self) -> dict[str, list[dict[str, Any]]]:
        """What each check hands to the reference and gets, call by call, as `disguises.looks` notes it."""
        code = disguises.looks(self.answer.source, self.functions)

        def work() -> dict[str, list[dict[str, Any]]]:
            run_cell(code, self.namespace, f"answer:{self.number}")
            found = {}
            for check in self.checks:
                run_cell(check.source, self.namespace, check.name)
                found[f"{check.tag}:{check.name}"] = list(self.namespace["_LOOKED"])
                self.namespace["_LOOKED"].clear()
            return found

        result = fork(work, ANSWER_SECONDS)
        return {} if isinstance(result, Outcome) else result

    def _judge_inputs(self, calls: dict[str, list[dict[str, Any]]]) -> None:
        tables = {kind for looked in calls.values() for call in looked for kind in call["tables"]}
        if tables and not tables - {"plain"} and "(its index)" not in self.statement:
            self._problem(
                "no check hands over a table with an index other than 0, 1, 2, ...: let one do so, with labels that "
                "stand twice, or say in the statement that rows are numbered 0, 1, 2, ... (its index)"
            )

    def _judge_spoiling(self) -> None:
        if any("kept(" in check.source for check in self.checks):
            return
        self.counts["right"] += 1
        for name, outcome in self._run(disguises.spoils(self.answer.source, self.functions)).items():
            if not outcome.passed:
                self._problem(
                    f"the reference, when it empties its arguments after work, fails {name}: {outcome.message}: hand "
                    "over copies, or watch them by bora.checks.kept where the statement forbids it"
                )

    def _judge_counting(self, calls: dict[str, list[dict[str, Any]]]) -> None:
        visible: dict[str, int] = dict.fromkeys(self.functions, 0)
        for check in self.checks:
            for call in calls.get(f"{check.tag}:{check.name}", []) if check.tag == "check" else []:
                visible[call["name"]] += 1
        for way in disguises.COUNTERS:
            if self.free and "every other call" in way:
                continue
            self.counts["junk"] += 1
            outcomes = self._run(disguises.counts(self.answer.source, self.functions, visible, way))
            for name, outcome in outcomes.items():
                # where a check calls once, to be right at the first call is to be right
                if outcome.passed and name.startswith("hidden:") and len(calls.get(name, [])) > 1:
                    self._problem(f"an answer that counts its calls ({way}) earns points at {name}")

    def _judge_forgetting(self) -> None:
        """Where calls are killed and called again: it has to matter what the ones before have left behind."""
        killing = [check for check in self.checks if "scratch(" in check.source]
        if not killing:
            return
        self.counts["junk"] += 1
        outcomes = self._run(disguises.forgets(self.answer.source, self.functions))
        for name in (f"{check.tag}:{check.name}" for check in killing):
            if outcomes[name].passed:
                self._problem(f"the reference, when it forgets all of its files, earns points at {name}")

    def _judge_searching(self) -> None:
        """Where a given generator takes a seed and tells the truth of a case, somebody will search for the seed."""
        wanted = self.folder / "wrong_searches_the_seed.py"
        for name in _tellers(self.given):
            if any(f"{name}(" in check.source for check in self.checks) and not wanted.is_file():
                self._problem(f"{name} tells the truth of a case by its seed: {wanted.name} is missing")

    def _all_mutants(self, calls: dict[str, list[dict[str, Any]]]) -> Iterator[Mutant]:
        yield from mutants(self.answer.source)
        shown_by = {digits for looked in calls.values() for call in looked for digits in call["rounds"]}
        for digits in sorted(shown_by):
            code = disguises.rounds(self.answer.source, self.functions, digits)
            yield Mutant(f"results rounded to {digits} decimals", code)

    def _judge_mutants(self, calls: dict[str, list[dict[str, Any]]]) -> None:
        if self.free:
            return
        listed = dict(_equivalents(self.folder / "equivalent.txt"))
        for mutant in self._all_mutants(calls):
            self.counts["mutants"] += 1
            outcomes = self._run(mutant.code, MUTANT_SECONDS, stop_early=True)
            if any(not outcome.passed for outcome in outcomes.values()):
                if mutant.name in listed:
                    self._problem(f"equivalent.txt lists {mutant.name!r}, which a check kills")
            elif mutant.name not in listed:
                self._problem(f"mutant survives: {mutant.name}")
            else:
                self.equivalent += 1
                if not listed[mutant.name]:
                    self._problem(f"equivalent.txt gives no reason for {mutant.name!r}")
            listed.pop(mutant.name, None)
        for name in listed:
            self._problem(f"equivalent.txt lists {name!r}, which is not a mutant")

    def _judge_messages(self) -> None:
        for check in self.checks:
            for name in _names_in_messages(check.source):
                if re.match(r"(expected|want|truth|reference|correct)", name):
                    self._problem(
                        f"a message of {check.tag}:{check.name} shows {name!r}: it would give the answer away"
                    )


def _tellers(given: list[str]) -> Iterator[str]:
    """Functions make_...(seed) of given cells that return a case together with what is true of it."""
    for source_ in given:
        for node in syntax.parse(source_).body:
            if (
                isinstance(node, ast.FunctionDef)
                and node.name.startswith("make_")
                and "seed" in [parameter.arg for parameter in node.args.args]
                and any(isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple) for one in ast.walk(node))
            ):
                yield node.name


def _equivalents(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            name, _, reason = line.partition(" # ")
            yield name.strip(), reason.strip()


def _names_in_messages(code: str) -> Iterator[str]:
    for node in ast.walk(syntax.parse(code)):
        if isinstance(node, ast.Assert) and node.msg is not None:
            yield from (leaf.id for leaf in ast.walk(node.msg) if isinstance(leaf, ast.Name))
