"""The learner's process: joins a sandbox, runs cells one after the other, and forks snapshots that checks can ask."""

import base64
import builtins
import contextlib
import io
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursekit.engine import sandbox
from coursekit.engine.peer import Peer
from coursekit.engine.protocol import (
    ForkLearner,
    Ran,
    Ready,
    RunCell,
    Serve,
    Snapshot,
    Standing,
    Sweep,
    Swept,
    Unpack,
    post,
    take,
)
from coursekit.engine.shell import Shell

MAX_OPEN_FILES = 256


def live(order: ForkLearner, channel: socket.socket, ways_in: list[int], shell: Shell) -> None:
    """Be a learner's process from its fork to its end. Raises OSError where it cannot be set up."""
    if ways_in:
        sandbox.join(ways_in)
        work, home = Path(sandbox.WORK), Path("/tmp/home")
        if Path(sandbox.GIVEN).exists():
            shutil.copytree(sandbox.GIVEN, work, dirs_exist_ok=True)
    else:
        work, home = Path(order.folder), Path(order.folder, ".home")
    os.chdir(work)
    home.mkdir()
    os.environ.update({"HOME": str(home), "MPLCONFIGDIR": str(home), "IPYTHONDIR": str(home)})
    # no file beside the notebook may stand in for a library
    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".", str(Path.cwd()))]
    os.dup2(1, 2)
    restrict(order.limits, [work, home] if ways_in else [])
    post(channel, Ready(os.getpid()))
    _obey(channel, shell, order.limits["output_bytes"])


def sweep(channel: socket.socket, ways_in: list[int]) -> None:
    """Be who kills in a learner's sandbox, from outside: no learner code runs here. Raises OSError, LineLost.

    Everything dies that is not spared, whatever it has started meanwhile; without a sandbox the one process.
    """
    if ways_in:
        sandbox.join(ways_in)
    while True:
        order, _, _ = take(channel, Sweep)
        if order.kill and not ways_in:
            with contextlib.suppress(ProcessLookupError):
                os.kill(order.number, signal.SIGKILL)
        while order.kill and ways_in and (doomed := _living() - {*order.spared}):
            for process in doomed:
                _end(process)
        post(channel, Swept(sorted(_living()) if ways_in else []))


def _end(process: int) -> None:
    """Kill a process and wait until it has ended."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(process)
        try:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            select.select([handle], [], [])
        finally:
            os.close(handle)


def _living() -> set[int]:
    """The numbers of all other processes that have not ended."""
    found = set()
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit() and int(name) != os.getpid():
            with contextlib.suppress(OSError):
                if Path("/proc", name, "stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                    found.add(int(name))
    return found


def restrict(limits: dict[str, int], own: list[Path]) -> None:
    """Set the limits that the kernel keeps for each process; where it is in a sandbox, give up all rights as well.

    `own` are folders that it goes on writing to; without any it is not in a sandbox. Raises OSError.
    """
    with contextlib.suppress(OSError):
        # should the machine's memory run out, this goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    limit_memory(limits["memory_bytes"])
    for kind, limit in (
        (resource.RLIMIT_FSIZE, limits["disk_bytes"]),
        (resource.RLIMIT_CPU, limits["submission_seconds"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_CORE, 0),
        # what lies in pipes and sockets is counted for nobody
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
    ):
        _set_limit(kind, limit)
    if own:
        for folder in own:
            sandbox.give_away(folder)
        sandbox.give_up_privileges()


def limit_memory(more: int) -> None:
    """Let this process, and what it starts, have so many bytes more than it has now."""
    size = 0
    with contextlib.suppress(OSError):
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _set_limit(resource.RLIMIT_AS, size + more)


def _set_limit(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _obey(channel: socket.socket, shell: Shell, output_bytes: int) -> None:
    """Do what the engine orders. Raises LineLost when it hangs up."""
    theirs = dict(vars(builtins))
    while True:
        order, buffers, lines = take(channel, RunCell, Snapshot, Serve, Unpack)
        if isinstance(order, RunCell):
            with _their_builtins(theirs):
                outputs, dropped = shell.run(order.code, output_bytes)
            post(channel, Ran(dropped), [_json(outputs)])
        elif isinstance(order, Unpack):
            with tarfile.open(fileobj=io.BytesIO(buffers[0])) as archive:
                archive.extractall(filter="data")
            post(channel, Ready())
        elif isinstance(order, Serve):
            post(channel, Standing(threads=False))
            _answer(channel, lines[0], shell, theirs)
        elif has_threads():
            # a fork would have none of them, and wait for them for ever
            os.close(lines[0])
            post(channel, Standing(threads=True))
        elif os.fork() == 0:
            _answer(channel, lines[0], shell, theirs)
        else:
            os.close(lines[0])
            post(channel, Standing(threads=False))


@contextlib.contextmanager
def _their_builtins(theirs: dict[str, Any]) -> Iterator[None]:
    """Have the builtin functions as learner code has left them, which may be no use to our own."""
    ours = dict(vars(builtins))
    vars(builtins).update(theirs)
    try:
        yield
    finally:
        theirs.update(vars(builtins))
        vars(builtins).update(ours)


def _answer(channel: socket.socket, line: int, shell: Shell, theirs: dict[str, Any]) -> None:
    """Answer what checks ask about the state after the cells so far; what is printed from now on goes nowhere."""
    channel.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (for the rest of this process)
    peer = Peer(socket.socket(fileno=line), shell.user_ns)
    vars(builtins).update(theirs)
    peer.serve()
    os._exit(0)


def has_threads() -> bool:
    """Whether this process has more than one thread, so that a fork would lose some. False where nobody can tell."""
    tasks = Path("/proc/self/task")
    return tasks.exists() and len(list(tasks.iterdir())) > 1


def _json(outputs: list[dict[str, Any]]) -> bytes:
    return json.dumps(outputs, default=_text).encode("utf-8", "replace")


def _text(value: Any) -> str:
    """An image that a display method returned as bytes, as a notebook holds it; anything else as it prints."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
