"""The examiner: runs the given cells of the released notebook once, then forks for each submission and runs its checks.

Checks look at what learners made: databases, archives, models. So each submission's examiner is in a sandbox as well,
another one than the learner's, of which it shares the network only: services that a check starts must be where the
learner's code looks for them, on its loopback.
"""

import ast
import contextlib
import functools
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from bora import clean, crash
from coursekit import once, syntax
from coursekit.engine import sandbox
from coursekit.engine.learner import limit_memory, restrict
from coursekit.engine.peer import LearnerError, LearnerObject, LineError, OutOfTime, Peer
from coursekit.engine.protocol import (
    CheckOrder,
    Examine,
    Fault,
    ForkExaminer,
    LineLost,
    Message,
    Outcome,
    Proceed,
    RanClean,
    Ready,
    RunClean,
    Sweep,
    Swept,
    post,
    take,
)
from coursekit.engine.results import DIED
from coursekit.engine.wire import UNASKED
from coursekit.environment import work_in

MAX_WORDS = 4_000
"""Letters of a message that a check ends with."""


def live(order: ForkExaminer, channel: socket.socket, fork: Callable[[], int]) -> None:
    """Run the given cells, then examine one submission after the other, each in a fork. Raises LineLost."""
    sandbox.die_with_parent()
    work_in(Path(order.folder))
    os.setpgid(0, 0)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (for the rest of this process)
    signal.signal(signal.SIGALRM, _out_of_time)
    for name, source in order.given:
        try:
            exec(compile(source, f"<{name}>", "exec"), namespace)
        except Exception as error:
            post(channel, Fault(f"the given cell {name} fails: {type(error).__name__}: {error}"))
            return
    _let_go_of_databases()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    post(channel, Ready())
    while True:
        request, _, received = take(channel, Examine)
        checks = [CheckOrder(**check) for check in request.checks]
        for check in checks:
            # here, so that it is done once for all submissions
            with contextlib.suppress(SyntaxError, ValueError):
                _compiled(check.source, check.id)
                _prepare(check.source, namespace)
        if fork() == 0:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _examine(request, checks, received, namespace)
        for descriptor in received:
            os.close(descriptor)


def _let_go_of_databases() -> None:
    """Close what the given cells hold open: each submission's checks are to open their own copy of it."""
    if "sqlalchemy" in sys.modules:
        from sqlalchemy.engine import Engine

        for thing in gc.get_objects():
            if isinstance(thing, Engine):
                thing.dispose()


def _examine(request: Examine, checks: list[CheckOrder], descriptors: list[int], namespace: dict[str, Any]) -> NoReturn:
    """In a fork: examine one submission and vanish."""
    report = socket.socket(fileno=descriptors[0])
    lines = [socket.socket(fileno=descriptor) for descriptor in descriptors[1 : 1 + request.lines]]
    try:
        try:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            _move_in(request, descriptors[1 + request.lines :])
            with contextlib.closing(_Handle()) as handle:
                post(report, Ready(os.getpid()), descriptors=handle.descriptors)
        except OSError as error:
            post(report, Fault(f"an examiner could not be set up: {error}"))
            raise
        clean.run_instead = functools.partial(_run_clean, report)
        _run(request, checks, report, lines, namespace)
    except BaseException:
        os._exit(1)
    os._exit(0)


class _Handle:
    """A handle of this process for somebody who does not share its numbers, where the system has such."""

    def __init__(self) -> None:
        self.descriptors = [os.pidfd_open(os.getpid())] if hasattr(os, "pidfd_open") else []

    def close(self) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)


def _move_in(request: Examine, ways_in: list[int]) -> None:
    """Work in a copy of the folder in which the given cells have run, and under the same path. Raises OSError."""
    folder = Path.cwd()
    if not ways_in:
        sandbox.die_with_parent()
        os.setpgid(0, 0)
        shutil.copytree(folder, request.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".tmp"))
        work_in(Path(request.folder))
        limit_memory(request.limits["memory_bytes"])
        return
    outside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    sandbox.join(ways_in)
    shutil.copytree(f"/proc/self/fd/{outside}", folder, dirs_exist_ok=True, symlinks=True)
    os.close(outside)
    os.chdir(folder)
    restrict(request.limits, [folder])


def _run(
    request: Examine,
    checks: list[CheckOrder],
    report: socket.socket,
    lines: list[socket.socket],
    namespace: dict[str, Any],
) -> None:
    """Run the checks, each against the snapshot of its place, and report one after the other.

    Hidden checks come last: what learner code learns from them can then not be told by a check whose message is shown.
    Each finds the names that it would find in its place in the notebook, but for those of other hidden checks.
    """
    places: list[tuple[CheckOrder, dict[str, Any]]] = []
    for check in checks:
        if check.hidden:
            places.append((check, dict(namespace)))
        else:
            _report(report, check, lines, namespace)
    for check, found in places:
        _report(report, check, lines, found)


def _run_clean(report: socket.socket, code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What a check runs in a clean process, the engine runs in a sandbox of its own, where it is limited and warm."""
    done = _asked(report, RunClean(code), RanClean, [clean.packed(folder)])
    return subprocess.CompletedProcess([], done.status, done.stdout, done.stderr)


def _asked(report: socket.socket, question: Message, answer: type[Message], buffers: Sequence[bytes] = ()) -> Any:
    """What the engine answers while a check runs. A signal in between would leave half an answer on the line."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        post(report, question, buffers)
        return take(report, answer)[0]
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Victims:
    """Starts the calls of one check that are to be killed: each in a fork of the process that answers the check."""

    def __init__(self, report: socket.socket, peer: Peer) -> None:
        self._report, self._peer = report, peer
        self._spared: list[int] | None = None

    def start(self, function: Callable[..., Any], args: tuple[Any, ...]) -> "_Victim":
        """Start a call. Raises TypeError where it is not a function of learner code."""
        if not isinstance(function, LearnerObject):
            raise TypeError(f"only a function of the answer can be killed, not {type(function).__name__}")
        if self._spared is None:
            self._spared = _asked(self._report, Sweep(False, [], 0), Swept).alive
        return _Victim(self, *self._peer.fork(), function, args)

    def sweep(self, number: int) -> None:
        """Kill what the calls have started, from outside of its sandbox; without one the process of that number."""
        _asked(self._report, Sweep(True, self._spared or [], number), Swept)


class _Victim:
    """A call in a fork of the process that answers; see `bora.crash.Victim`."""

    def __init__(
        self,
        victims: _Victims,
        peer: Peer,
        line: socket.socket,
        pauses: socket.socket,
        number: int,
        function: LearnerObject,
        args: tuple[Any, ...],
    ) -> None:
        self.line, self.pauses = line, pauses
        self._victims, self._peer, self._number, self._dead = victims, peer, number, False
        peer.begin(function, args)

    def kill(self) -> None:
        """Kill it, and all that it has started."""
        if not self._dead:
            self._dead = True
            self._victims.sweep(self._number)
            with contextlib.suppress(OSError):
                while self.line.recv(1 << 16):
                    # the line ends when the last who holds it is gone
                    pass

    def result(self) -> Any:
        """What the call returned. Raises what it raised. Its process ends with its line."""
        self._dead = True
        return self._peer.end()


def _report(report: socket.socket, check: CheckOrder, lines: list[socket.socket], namespace: dict[str, Any]) -> None:
    """Run one check when it is its turn, and say what came of it; a line that it broke is closed for the others.

    Its time is the engine's business, which sends SIGALRM when it is over.
    """
    take(report, Proceed)
    started = time.monotonic()
    line = lines[check.line]
    error, message, theirs, points = _UNASKED
    if line.fileno() >= 0:
        peer = Peer(line)
        crash.start_instead = _Victims(report, peer).start
        try:
            with _on_time():
                error, message, theirs, points = _outcome(check, peer, namespace)
        except OutOfTime:
            error, message, theirs, points = _TOO_LONG
        peer.restore()
        if error in ("Timeout", DIED):
            line.close()
    post(report, Outcome(check.id, error, message, theirs, points, time.monotonic() - started))


_UNASKED = (UNASKED, "this check did not come to its turn", True, None)
_TOO_LONG = ("Timeout", "your code took too long to answer", True, None)


@contextlib.contextmanager
def _on_time() -> Iterator[None]:
    """Hear of the end of a check's time, and of none but its own. Raises OutOfTime."""
    if signal.SIGALRM in signal.sigpending():
        signal.sigwait({signal.SIGALRM})
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})


def _out_of_time(*_: object) -> None:
    raise OutOfTime


def _outcome(check: CheckOrder, peer: Peer, namespace: dict[str, Any]) -> tuple[str, str, bool, float | None]:
    """The outcome of one check: error "" where it passed; whether learner code raised what it ended with."""
    try:
        for name in check.names:
            namespace.pop(name, None)
        namespace.update(peer.names(check.names))
        value = _execute(check.source, namespace, check.id)
        return "", "", False, float(value) if type(value) in (int, float) else None
    except OutOfTime:
        return _TOO_LONG
    except LineError as error:
        return DIED, str(error), True, None
    except LineLost:
        raise
    except BaseException as error:
        return type(error).__name__, str(error)[:MAX_WORDS], isinstance(error.__cause__, LearnerError), None


def _execute(code: str, namespace: dict[str, Any], name: str) -> Any:
    """Run a check; the value of its last expression, which may be partial credit, where it ends with one."""
    body, last = _compiled(code, name)
    exec(body, namespace)
    if last is None:
        return None
    value = eval(last, namespace)
    return None if isinstance(value, LearnerObject) else value


def _prepare(code: str, namespace: dict[str, Any]) -> None:
    """Make what a check calls functions of `bora.checks.once` for, where they are called with constants.

    An error in there is left to the check itself.
    """
    for function, arguments in once.calls(code, namespace):
        if arguments is not None:
            with contextlib.suppress(Exception):
                function(*arguments)


@functools.cache
def _compiled(code: str, name: str) -> tuple[types.CodeType, types.CodeType | None]:
    """A check, compiled: all of it but a last expression, and this expression. Raises SyntaxError, ValueError."""
    tree = syntax.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    expression = compile(ast.Expression(last.value), f"<{name}>", "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, f"<{name}>", "exec"), expression
