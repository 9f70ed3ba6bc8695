"""Watches over what submissions use: memory, processes, files, and the time of each thing that they are told to do."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

from coursekit.engine.limits import Limits, crowding
from coursekit.engine.sandbox import Sandbox, Usage

SLOW = "took too long"
_EVERY_SECONDS = 0.1
_OPEN_FILES = 1_024
"""In all processes together: what lies in pipes and sockets is memory that is counted for nobody."""
_THREADS = 8
"""How many there may be for each process that is allowed: services need a few."""
_GRACE_SECONDS = 5
"""The CPU time that something has to end by itself when it has been told to."""


class Guard:
    """One sandbox under watch. `reason` says why it was closed early, "" where it was not.

    Without a sandbox, as for work that is trusted, it knows the process by its `pid`.
    """

    def __init__(self, sandbox: Sandbox | None) -> None:
        self.sandbox, self.reason, self.cpu_seconds, self.pid = sandbox, "", 0.0, 0

    @contextlib.contextmanager
    def ways_in(self) -> Iterator[list[int]]:
        """Descriptors through which a process can join the sandbox; none without one."""
        if self.sandbox is None:
            yield []
        else:
            with self.sandbox.ways_in() as found:
                yield found

    def stop(self, reason: str) -> None:
        """Kill what is in the sandbox."""
        self.reason = self.reason or reason
        if self.sandbox:
            self.sandbox.kill()
        elif self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def look(self, limits: Limits) -> None:
        """Look at what the sandbox uses, and close it where that is too much."""
        if self.sandbox is None:
            return
        try:
            usage = self.sandbox.usage(2 * limits.memory_bytes)
        except OSError:  # it has just ended by itself
            return
        # time of processes for which nobody waited is no longer seen, and yet was used
        self.cpu_seconds = max(self.cpu_seconds, usage.cpu_seconds)
        excess = _excess(usage, limits)
        if excess and not self.reason:
            self.stop(excess)


class Watch:
    """The sandboxes of one submission, and the time that it may take for what it does now."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.RLock()
        self._guards: list[Guard] = []
        self._spent = 0.0
        self._allowance: _Allowance | None = None

    @contextlib.contextmanager
    def over(self, sandbox: Sandbox | None) -> Iterator[Guard]:
        """Guard a sandbox when it is there, and close it in the end. Raises MachineFault."""
        guard = Guard(sandbox)
        try:
            if sandbox:
                sandbox.wait()
            with self._lock:
                self._guards.append(guard)
            yield guard
        finally:
            with self._lock:
                if guard in self._guards:
                    guard.look(self._limits)
                    self._guards.remove(guard)
                self._spent += guard.cpu_seconds
            if sandbox:
                sandbox.close()
            elif guard.pid:
                guard.stop("")

    @contextlib.contextmanager
    def allow(self, seconds: float, *stops: Callable[[], None]) -> Iterator[None]:
        """Allow so much CPU time, and by the clock as much as `Limits` says; then call the `stops`, one by one."""
        with self._lock:
            self._look()
            outer = self._allowance
            self._allowance = _Allowance(self.cpu_seconds(), seconds, self._limits.patience, [*stops])
        try:
            yield
        finally:
            with self._lock:
                self._allowance = outer

    def cpu_seconds(self) -> float:
        """CPU time that was used so far, as of the last look."""
        with self._lock:
            return self._spent + sum(guard.cpu_seconds for guard in self._guards)

    def look(self) -> None:
        """Close a sandbox that holds too many processes or too much memory, and stop what takes too long."""
        with self._lock:
            self._look()
            if self._allowance:
                self._allowance.look(self.cpu_seconds())

    def _look(self) -> None:
        for guard in self._guards:
            guard.look(self._limits)


class _Allowance:
    """Time for one thing, and what to do when it is used up."""

    def __init__(self, used: float, seconds: float, patience: int, stops: list[Callable[[], None]]) -> None:
        self._cpu_until, self._seconds, self._patience = used + seconds, seconds, patience
        self._started, self._stops = time.monotonic(), stops

    def look(self, used: float) -> None:
        late = time.monotonic() - self._started > self._patience * self._seconds * crowding()
        if self._stops and (used > self._cpu_until or late):
            self._stops.pop(0)()
            self._cpu_until, self._seconds, self._started = used + _GRACE_SECONDS, _GRACE_SECONDS, time.monotonic()


class Watcher:
    """A thread that looks at all watches, a few times a second, until it is closed."""

    def __init__(self) -> None:
        self._watches: dict[int, Watch] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join()

    @contextlib.contextmanager
    def watch(self, limits: Limits) -> Iterator[Watch]:
        """A watch that is looked at."""
        one = Watch(limits)
        self._watches[id(one)] = one
        try:
            yield one
        finally:
            del self._watches[id(one)]

    def _run(self) -> None:
        while not self._closed.wait(_EVERY_SECONDS):
            for one in [*self._watches.values()]:
                with contextlib.suppress(Exception):  # the next look makes up for it
                    one.look()


def _excess(usage: Usage, limits: Limits) -> str:
    """What a sandbox uses too much of, or ""."""
    if usage.processes > limits.processes:
        return f"started more than {limits.processes} processes"
    if usage.threads > _THREADS * limits.processes:
        return f"started more than {_THREADS * limits.processes} threads"
    if usage.open_files > _OPEN_FILES:
        return f"opened more than {_OPEN_FILES} files, pipes and connections at a time"
    if usage.memory_bytes > 2 * limits.memory_bytes:
        return f"used more than {limits.memory_mb} MB of memory"
    return f"made more than {limits.files} files" if usage.files > limits.files else ""
