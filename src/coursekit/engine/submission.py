"""One submission from its first cell to the outcome of its last check.

All cells of the learner run first, and where checks need it the learner's process forks a snapshot of itself (see
`steps`). Only then do the checks ask the snapshots, and the process itself. So a check sees the state that it would
see in the notebook, and what learner code could note down of a check is gone before anything more is written that a
learner will read. A check that finds its snapshot broken by another one, or that could have none, gets a run of its
own: the cells before it once more, and then the process itself answers.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.engine.crew import Crew
from coursekit.engine.limits import Limits, crowding
from coursekit.engine.protocol import (
    Examine,
    Fault,
    ForkLearner,
    ForkSweeper,
    LineLost,
    Message,
    Outcome,
    Proceed,
    Ran,
    RanClean,
    Ready,
    RunCell,
    RunClean,
    Serve,
    Snapshot,
    Standing,
    Sweep,
    Swept,
    Unpack,
    post,
    take,
)
from coursekit.engine.results import DIED, MAX_OUTPUTS, STREAMS, Printed, Result, judged
from coursekit.engine.sandbox import Sandbox
from coursekit.engine.steps import CodeCell, Step, steps
from coursekit.engine.watch import SLOW, Guard, Watch
from coursekit.engine.wire import UNASKED, WireError
from coursekit.errors import MachineFault

MAX_RESTARTS = 10
SETUP_SECONDS = 120
DEAD = "ended its own process"
_CLEAN = """
import traceback
try:
    exec(compile({code!r}, "<string>", "exec"), {{"__name__": "__main__"}})
except BaseException:
    traceback.print_exc()
    raise
"""


class Submission:
    """A submission while it is graded. Whatever fails on our side raises MachineFault, OSError or MemoryError."""

    def __init__(self, crew: Crew, limits: Limits, watch: Watch, trust: bool) -> None:
        self._crew, self._limits, self._watch, self._trust = crew, limits, watch, trust
        self._result = Result()
        self._printed = Printed(self._result, limits.output_bytes)
        self._skipped: set[str] = set()
        self._suspected: set[str] = set()
        self._starved = _starved()

    def grade(self, cells: Sequence[CodeCell]) -> Result:
        """Run the cells, in order, and the checks. Never raises for what a learner did."""
        for identity in self._attempt(cells, first=True):
            place = next(place for place, cell in enumerate(cells) if cell.id == identity)
            self._attempt([*(cell for cell in cells[:place] if cell.role != "check"), cells[place]], first=False)
        self._result.finish([*cells])
        return self._result

    def _attempt(self, cells: Sequence[CodeCell], first: bool) -> list[str]:
        """Run the cells and their checks, anew for each cell that kills the process: which checks to ask once more."""
        for restarts in range(MAX_RESTARTS + 1):
            with self._learner(self._crew.given) as learner, contextlib.ExitStack() as lines:
                run = _Run(lines)
                if self._run(cells, learner, run) or restarts == MAX_RESTARTS:
                    self._examine(cells, learner, run, first)
                    return run.again
        raise AssertionError("the last restart returns")

    # cells

    def _run(self, cells: Sequence[CodeCell], learner: "_Learner", run: "_Run") -> bool:
        """Run all cells in a learner's process; False where it did not get to its end and has to be run anew.

        A cell that kills the process is left out of the next run.
        """
        for step in steps([cell for cell in cells if cell.id not in self._skipped]):
            left = self._seconds_left()
            if left <= 0:
                used_up = f"all {self._limits.submission_seconds} s were used up at the cell {step.cells[0].id}"
                self._result.remarks.append(used_up)
                return True
            try:
                with self._watch.allow(min(self._limits.cell_seconds, left), learner.too_slow):
                    if step.checks:
                        run.add(step, self._line(learner.channel, Serve() if step.last else Snapshot()))
                    else:
                        cell = step.cells[0]
                        self._printed.keep(cell.id, self._run_cell(learner.channel, cell.id, cell.source))
            except (LineLost, WireError):
                self._blame(step, learner)
                return False
        return True

    def _blame(self, step: Step, learner: "_Learner") -> None:
        """A process has ended while it did a step: the step is left out from now on.

        But for the first time, unless it is known why: somebody else may have killed the process.
        """
        place = step.cells[0].id
        if not learner.guard.reason:
            self._ask_the_machine()
            if place not in self._suspected:
                self._suspected.add(place)
                return
        why = learner.guard.reason or DEAD
        self._result.remarks.append(f"the cell {place} {why}")
        for cell in step.cells:
            self._printed.stopped(cell.id, why)
            self._skipped.add(cell.id)

    def _run_cell(self, channel: socket.socket, identity: str, code: str) -> bytes:
        """What came of a cell, as the learner's process sent it. Raises LineLost, WireError."""
        post(channel, RunCell(code))
        # what a learner's process sends may be made up: six bytes for a character, and some for the rest
        ran, buffers, _ = take(channel, Ran, limit=6 * self._limits.output_bytes + 1_000_000)
        if ran.dropped:
            most = f"{self._limits.output_mb} MB, or {MAX_OUTPUTS} outputs"
            self._result.remarks.append(f"the cell {identity} printed more than {most}; the rest was dropped")
        return buffers[0] if buffers else b""

    @staticmethod
    def _line(channel: socket.socket, order: Message) -> socket.socket | None:
        """A line on which checks are answered; None where the process has threads, which a fork of it would lose.

        Raises LineLost, WireError.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                post(channel, order, descriptors=[theirs.fileno()])
                standing, _, _ = take(channel, Standing)
        except BaseException:
            ours.close()
            raise
        if standing.threads:
            ours.close()
            return None
        return ours

    @contextlib.contextmanager
    def _learner(self, given: Path | None) -> Iterator["_Learner"]:
        """A learner's process that is ready for its first order, in a sandbox of its own."""
        sandbox = None if self._trust else Sandbox(self._limits.disk_bytes, given)
        with (
            self._watch.over(sandbox) as guard,
            self._place() as folder,
            contextlib.ExitStack() as stack,
        ):
            channel, theirs = map(stack.enter_context, socket.socketpair())
            if folder and given:
                shutil.copytree(given, folder, dirs_exist_ok=True)
            with guard.ways_in() as ways_in:
                order = ForkLearner(self._limits.for_processes(), folder)
                self._crew.fork(order, [theirs.fileno(), *ways_in])
            theirs.close()
            guard.pid, _ = self._await(channel)
            yield _Learner(guard, channel, stack)

    @contextlib.contextmanager
    def _place(self) -> Iterator[str]:
        """Where a process works without a sandbox; "" where it has one."""
        if not self._trust:
            yield ""
            return
        with tempfile.TemporaryDirectory(dir=self._crew.folder, ignore_cleanup_errors=True) as folder:
            yield folder

    def _await(self, channel: socket.socket) -> tuple[int, list[int]]:
        """Wait until a process is set up: its number there, and the open files that it sends. Raises MachineFault."""
        channel.settimeout(SETUP_SECONDS * crowding())
        try:
            reply, _, descriptors = take(channel, Ready, Fault)
        except (LineLost, WireError) as error:
            raise MachineFault(f"a process could not be set up: {error}") from None
        if isinstance(reply, Fault):
            raise MachineFault(f"a process could not be set up: {reply.reason}")
        channel.settimeout(None)
        return reply.pid, descriptors

    # checks

    def _examine(self, cells: Sequence[CodeCell], learner: "_Learner", run: "_Run", first: bool) -> None:
        """Ask the checks, by a new examiner for each that does not come to an end, and enter what came of them."""
        waiting = [cell for cell in cells if cell.id in run.lines]
        while waiting:
            found, late = self._ask(waiting, learner, run)
            rest = [cell for cell in _in_turn(waiting) if cell.id not in found]
            if rest:
                stuck = rest[0]
                # nobody answers any longer to those that ask where this one was asking
                others = [cell for cell in rest[1:] if run.lines[cell.id] is run.lines[stuck.id]]
                found |= {cell.id: Outcome(cell.id, UNASKED, "", True, None) for cell in others}
                if late:
                    found[stuck.id] = Outcome(stuck.id, "Timeout", "your code took too long to answer", True, None)
            for cell in waiting:
                if cell.id in found or (rest and cell is rest[0]):
                    self._enter(cell, found.get(cell.id), learner, run, first)
            waiting = [cell for cell in waiting if cell in rest[1:] and cell.id not in found]
        if learner.guard.reason:
            self._result.remarks.append(f"a check found that the code {learner.guard.reason}")

    def _enter(self, cell: CodeCell, found: Outcome | None, learner: "_Learner", run: "_Run", first: bool) -> None:
        """Enter the outcome of a check, or have it asked once more, where it may have been somebody else's fault."""
        if first and (found is None or found.error in (UNASKED, DIED)) and not learner.guard.reason:
            self._ask_the_machine()
            run.again.append(cell.id)
            return
        self._result.checks[cell.id] = judged(cell, found, self._result)

    def _ask(self, checks: Sequence[CodeCell], learner: "_Learner", run: "_Run") -> tuple[dict[str, Outcome], bool]:
        """Have an examiner ask checks: their outcomes, and whether it ended because one of them took too long."""
        lines = list(dict.fromkeys(run.lines[cell.id] for cell in checks))
        orders = [
            {
                "id": cell.id,
                "source": cell.source,
                "names": list(cell.names),
                "hidden": cell.hidden,
                "line": lines.index(run.lines[cell.id]),
            }
            for cell in checks
        ]
        found: dict[str, Outcome] = {}
        with self._examiner(orders, lines, learner) as examiner:
            for cell in _in_turn(checks):
                left = self._seconds_left()
                if left <= 0:
                    break
                try:
                    stops = (examiner.ring, examiner.too_slow)
                    with self._watch.allow(min(self._limits.check_seconds, left), *stops):
                        found[cell.id] = self._next_outcome(examiner, learner)
                except (LineLost, WireError):
                    break
        return found, examiner.guard.reason == SLOW

    def _next_outcome(self, examiner: "_Examiner", learner: "_Learner") -> Outcome:
        """The outcome of the check whose turn it is. Raises LineLost, WireError."""
        post(examiner.channel, Proceed())
        while True:
            reply, buffers, _ = take(examiner.channel, Outcome, RunClean, Sweep)
            if isinstance(reply, Outcome):
                return reply
            if isinstance(reply, Sweep):
                post(examiner.channel, self._sweep(reply, learner))
                continue
            ran = self._run_clean(reply.code, buffers[0])
            if ran is None:
                # what it ran has used up the check's time
                examiner.ring()
            post(examiner.channel, ran or RanClean(-signal.SIGKILL, "", f"the code {SLOW}"))

    @contextlib.contextmanager
    def _examiner(
        self, orders: list[dict[str, Any]], lines: Sequence[socket.socket], learner: "_Learner"
    ) -> Iterator["_Examiner"]:
        """An examiner that is ready for its first check, in a sandbox of its own."""
        limits, home = self._limits.for_processes(), self._crew.examiner_folder
        sandbox = None if self._trust else Sandbox(self._limits.disk_bytes, home=home, beside=learner.guard.sandbox)
        with (
            self._watch.over(sandbox) as guard,
            self._place() as folder,
            contextlib.ExitStack() as stack,
        ):
            channel, theirs = map(stack.enter_context, socket.socketpair())
            with guard.ways_in() as ways_in:
                descriptors = [theirs.fileno(), *(line.fileno() for line in lines), *ways_in]
                self._crew.examine(Examine(orders, len(lines), limits, folder), descriptors)
            theirs.close()
            guard.pid, handles = self._await(channel)
            for handle in handles:
                stack.callback(os.close, handle)
            yield _Examiner(guard, channel, stack, handles=handles)

    def _run_clean(self, code: str, packed: bytes) -> RanClean | None:
        """Run code for a check in a new process, in a sandbox with nothing but what is packed: see `bora.clean`.

        None where it took too long.
        """
        with self._learner(None) as learner:
            try:
                with self._watch.allow(self._limits.check_seconds, learner.too_slow):
                    post(learner.channel, Unpack(), [packed])
                    take(learner.channel, Ready)
                    sent = self._run_cell(learner.channel, "clean", _CLEAN.format(code=code))
            except (LineLost, WireError):
                why = learner.guard.reason or DEAD
                return None if why == SLOW else RanClean(-signal.SIGKILL, "", f"the code {why}")
        result = Result()
        Printed(result, self._limits.output_bytes).keep("clean", sent)
        outputs = result.outputs["clean"]
        stdout, stderr = ("".join(one["text"] for one in outputs if one.get("name") == name) for name in STREAMS)
        return RanClean(int(any(one["output_type"] == "error" for one in outputs)), stdout, stderr)

    def _sweep(self, order: Sweep, learner: "_Learner") -> Swept:
        """What lives in a learner's sandbox when the order is carried out (see `bora.crash`). Raises MachineFault."""
        try:
            if learner.sweeper is None:
                learner.sweeper = self._sweeper(learner)
            post(learner.sweeper, order)
            swept, _, _ = take(learner.sweeper, Swept, Fault)
        except (LineLost, OSError):
            # either the sandbox was closed meanwhile, or somebody in there has killed the sweeper
            self._ask_the_machine()
            learner.guard.stop("ended a process that is not its own")
            return Swept([])
        if isinstance(swept, Fault):
            raise MachineFault(f"a process could not be killed: {swept.reason}")
        return swept

    def _sweeper(self, learner: "_Learner") -> socket.socket:
        """The line to a process that kills in a learner's sandbox. Raises MachineFault, OSError."""
        channel, theirs = socket.socketpair()
        learner.closing.enter_context(channel)
        with theirs, learner.guard.ways_in() as ways_in:
            self._crew.fork(ForkSweeper(), [theirs.fileno(), *ways_in])
        return channel

    # what the machine gives

    def _seconds_left(self) -> float:
        """CPU seconds that the submission may still use."""
        return self._limits.submission_seconds - self._watch.cpu_seconds()

    def _ask_the_machine(self) -> None:
        """Raise MachineFault where a process may have ended because the machine has no memory left."""
        if _starved() != self._starved:
            raise MachineFault("this machine has run out of memory and killed processes")


class _Run:
    """The lines on which checks of a run are answered, and the checks that have to be asked once more."""

    def __init__(self, closing: contextlib.ExitStack) -> None:
        self.lines: dict[str, socket.socket] = {}
        self.again: list[str] = []
        self._closing = closing

    def add(self, step: Step, line: socket.socket | None) -> None:
        """Have the checks of a step ask on a line; without one they get runs of their own."""
        if line is None:
            self.again += [cell.id for cell in step.cells]
        else:
            self._closing.enter_context(line)
            self.lines |= dict.fromkeys((cell.id for cell in step.cells), line)


@dataclass
class _Learner:
    """A learner's process: the guard over its sandbox, the line to it, and that to who kills in there, if needed."""

    guard: Guard
    channel: socket.socket
    closing: contextlib.ExitStack
    sweeper: socket.socket | None = None

    def too_slow(self) -> None:
        """Stop it."""
        self.guard.stop(SLOW)


@dataclass(kw_only=True)
class _Examiner(_Learner):
    """An examiner, and a handle to it."""

    handles: list[int]

    def ring(self) -> None:
        """Tell it that the time of its check is over."""
        with contextlib.suppress(ProcessLookupError):
            if self.handles:
                signal.pidfd_send_signal(self.handles[0], signal.SIGALRM)
            else:
                os.kill(self.guard.pid, signal.SIGALRM)


def _in_turn(checks: Sequence[CodeCell]) -> list[CodeCell]:
    """Checks as the examiner runs them: hidden ones come last."""
    return sorted(checks, key=lambda cell: cell.hidden)


def _starved() -> int:
    """How many processes this machine has killed so far because it had no memory left; 0 where it does not tell."""
    with contextlib.suppress(OSError):
        found = re.search(r"^oom_kill (\d+)$", Path("/proc/vmstat").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0
