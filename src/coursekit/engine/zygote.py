"""The process with the heavy libraries loaded, and what its forks become: learners, and examiners.

Started by the engine as `python -m coursekit.engine.zygote FD PLACE`. It has one thread and runs no learner code
itself; each order makes it fork. A fork costs milliseconds where a cold kernel costs seconds of imports.
"""

import ast
import base64
import contextlib
import functools
import gc
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import types
from pathlib import Path
from typing import Any

from bora import clean
from coursekit.engine import sandbox, wire
from coursekit.engine.peer import LearnerError, LearnerObject, LineError, OutOfTime, Peer
from coursekit.engine.shell import Shell
from coursekit.environment import preload, work_in

MAX_MESSAGE = 4_000
FORK_SECONDS = 30
CLOSING_SECONDS = 30
MAX_OPEN_FILES = 512


def main() -> None:
    """Make a folder for the engine and serve it until it hangs up; then remove the folder.

    The engine could not do so if it was killed; and what it had made before this process lived, nobody would remove.
    """
    channel = socket.socket(fileno=int(sys.argv[1]))
    folder = Path(tempfile.mkdtemp(prefix="coursekit-grade-", dir=sys.argv[2]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        wire.send(channel, {"folder": str(folder)})
        _serve(channel)
    until = time.monotonic() + CLOSING_SECONDS
    while folder.exists() and time.monotonic() < until:
        # an examiner may still be writing there; it ends when it finds nobody to report to
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.1)


def _serve(channel: socket.socket) -> None:
    """Load what the order of the engine says, then fork on demand. Raises EOFError."""
    order, _ = wire.receive(channel)
    os.environ.update(order["environment"])
    shell = Shell.make()
    preload(order["modules"])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sandbox.adopt_orphans()
    # everything that exists now is shared by all forks: the collector need not touch it again
    gc.collect()
    gc.freeze()
    tasks = Path("/proc/self/task")
    if tasks.exists() and len(list(tasks.iterdir())) > 1:
        wire.send(channel, {"failed": "a library started threads when it was imported: forks would not be safe"})
        return
    wire.send(channel, {"ready": True})
    roles = {"learner": learner, "examiner": examiner}
    while True:
        order, _ = wire.receive(channel)
        descriptors = wire.receive_descriptors(channel, order["descriptors"])
        if _fork() == 0:
            channel.close()
            _become(roles[order["role"]], order, descriptors, shell)
        for descriptor in descriptors:
            os.close(descriptor)


def _fork() -> int:
    """Fork, also while somebody else uses up all processes for a moment. Raises OSError."""
    until = time.monotonic() + FORK_SECONDS
    while True:
        try:
            return os.fork()
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _become(role: Any, order: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    """In a fork: run a role to its end and vanish."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _close_all_but(descriptors)
        role(order, descriptors, shell)
        code = 0
    except (EOFError, BrokenPipeError, ConnectionResetError):
        code = 0
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _close_all_but(descriptors: list[int]) -> None:
    """Close every inherited file but these, and connect the standard streams to nothing.

    An open directory of the outside would be a way out of the sandbox.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    kept = sorted({0, 1, 2, *descriptors})
    for low, high in zip(kept, [*kept[1:], 1 << 16], strict=True):
        os.closerange(low + 1, high)


# The learner's process


def learner(order: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    """Join the sandbox, then run cells one after the other, and fork snapshots that checks can ask."""
    channel, *joining = descriptors
    if joining:
        pidfd, root = joining
        sandbox.join(pidfd, sandbox.EVERYTHING)
        os.fchdir(root)
        os.chroot(".")
        # only a child is inside the new process namespace
        if os.fork():
            os._exit(0)
        # kill(0) reaches the whole process group, the outside included, so it gets a group of its own
        os.setsid()
        for descriptor in joining:
            os.close(descriptor)
        home = Path("/tmp/home")
        shutil.copytree(sandbox.GIVEN, sandbox.WORK, dirs_exist_ok=True)
        os.chdir(sandbox.WORK)
    else:
        os.chdir(order["folder"])
        home = Path(order["folder"]) / ".home"
    home.mkdir()
    os.environ.update({"HOME": str(home), "MPLCONFIGDIR": str(home), "IPYTHONDIR": str(home)})
    # no file beside the notebook may stand in for a library
    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".", str(Path.cwd()))]
    os.dup2(1, 2)
    with contextlib.suppress(OSError):
        # should the machine's memory run out, this goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(order["limits"])
    if joining:
        sandbox.give_up_privileges()
    _run_cells(socket.socket(fileno=channel), shell, order["limits"]["output_bytes"])


def _limit_memory(more: int) -> None:
    """Let this process, and what it starts, have so many bytes more than it has now."""
    size = 0
    with contextlib.suppress(OSError):
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _set_limit(resource.RLIMIT_AS, size + more)


def _set_limit(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _limit(limits: dict[str, int]) -> None:
    """Limits that the kernel keeps for each process of a submission."""
    _limit_memory(limits["memory_bytes"])
    for kind, limit in (
        (resource.RLIMIT_FSIZE, limits["disk_bytes"]),
        (resource.RLIMIT_CPU, limits["submission_seconds"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_CORE, 0),
        # what lies in pipes and sockets is counted for nobody
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
    ):
        if kind != resource.RLIMIT_NPROC or os.getuid():
            _set_limit(kind, limit)


def _run_cells(channel: socket.socket, shell: Shell, output_bytes: int) -> None:
    while True:
        order, _ = wire.receive(channel)
        if order["do"] == "run":
            outputs, dropped = shell.run(order["code"], output_bytes)
            wire.send(channel, {"dropped": dropped}, [_json(outputs)])
            continue
        (line,) = wire.receive_descriptors(channel, 1)
        last = order["do"] == "serve"
        if last or os.fork() == 0:
            # the state after the cells so far, for checks to ask; what is printed from now on goes nowhere
            if last:
                wire.send(channel, {"done": True})
            channel.close()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (for the rest of this process)
            Peer(socket.socket(fileno=line), shell.user_ns).serve()
            os._exit(0)
        os.close(line)
        wire.send(channel, {"done": True})


def _json(outputs: list[dict[str, Any]]) -> bytes:
    return json.dumps(outputs, default=_text).encode("utf-8", "replace")


def _text(value: Any) -> str:
    """An image that a display method returned as bytes, as a notebook holds it; anything else as it prints."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


# The examiner


def examiner(order: dict[str, Any], descriptors: list[int], shell: Shell) -> None:
    """Run the given cells of the released notebook once; then, for each submission, fork and examine it."""
    channel = socket.socket(fileno=descriptors[0])
    sandbox.die_with_parent()
    work_in(Path(order["folder"]))
    os.setpgid(0, 0)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (for the rest of this process)
    signal.signal(signal.SIGALRM, _out_of_time)
    for cell in order["given"]:
        try:
            exec(compile(cell["source"], f"<{cell['id']}>", "exec"), namespace)
        except Exception as error:
            wire.send(channel, {"failed": f"the given cell {cell['id']} fails: {type(error).__name__}: {error}"})
            return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    wire.send(channel, {"ready": True})
    while True:
        request, _ = wire.receive(channel)
        received = wire.receive_descriptors(channel, request["descriptors"])
        for check in request["checks"]:
            # here, so that it is done once for all submissions
            with contextlib.suppress(SyntaxError, ValueError):
                _compiled(check["source"], check["id"])
        if _fork() == 0:
            channel.close()
            sandbox.die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setpgid(0, 0)
            try:
                _examine(request, received, namespace)
            except BaseException:
                os._exit(1)
            os._exit(0)
        for descriptor in received:
            os.close(descriptor)


def _examine(request: dict[str, Any], descriptors: list[int], namespace: dict[str, Any]) -> None:
    """Run the checks of one submission, each against the snapshot of its place, and report one after the other.

    Hidden checks come last: what learner code learns from them can then not be told by a check whose message is shown.
    Each finds the names that it would find in its place in the notebook, but for those of other hidden checks.
    """
    report = socket.socket(fileno=descriptors[0])
    lines = [socket.socket(fileno=descriptor) for descriptor in descriptors[1 : 1 + request["lines"]]]
    joining = descriptors[1 + len(lines) :]
    wire.send(report, {"pid": os.getpid()})
    if joining:
        # services that a check starts must be where the learner's code looks for them: on its loopback
        sandbox.join(joining[0], sandbox.NETWORK)
    with contextlib.suppress(OSError):
        folder = Path(request["folder"])
        shutil.copytree(str(Path.cwd()), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".tmp"))
        work_in(folder)
    # a value of a few bytes may unfold to more than the machine has
    _limit_memory(request["memory_bytes"])
    clean.run_instead = functools.partial(_run_clean, report)
    places: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for check in request["checks"]:
        if check["hidden"]:
            places.append((check, dict(namespace)))
        else:
            _report(report, request, check, lines, namespace)
    for check, found in places:
        _report(report, request, check, lines, found)


def _run_clean(report: socket.socket, code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What a check runs in a clean process, the engine runs in a sandbox, where it is limited and warm."""
    # the engine answers in time; an alarm in between would leave half an answer on the line
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        wire.send(report, {"code": code, "folder": str(folder)})
        done, _ = wire.receive(report)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    return subprocess.CompletedProcess([], done["status"], done["stdout"], done["stderr"])


def _report(
    report: socket.socket,
    request: dict[str, Any],
    check: dict[str, Any],
    lines: list[socket.socket],
    namespace: dict[str, Any],
) -> None:
    """Run one check in its time, and say what came of it; a line that it broke is closed for the others."""
    started = time.monotonic()
    line = lines[check["line"]]
    if line.fileno() < 0:
        wire.send(report, {**_UNASKED, "id": check["id"], "seconds": 0.0})
        return
    peer = Peer(line)
    line.settimeout(request["check_seconds"])
    signal.setitimer(signal.ITIMER_REAL, request["check_seconds"])
    try:
        outcome = _check(check, peer, namespace)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except OutOfTime:
        outcome = _TOO_LONG
    peer.restore()
    wire.send(report, {**outcome, "id": check["id"], "seconds": time.monotonic() - started})
    if outcome["error"] in ("Timeout", "Died"):
        line.close()


_UNASKED = {"error": wire.UNASKED, "message": "this check did not come to its turn", "theirs": True, "points": None}
_TOO_LONG = {"error": "Timeout", "message": "your code took too long to answer", "theirs": True, "points": None}


def _out_of_time(*_: object) -> None:
    raise OutOfTime


def _check(check: dict[str, Any], peer: Peer, namespace: dict[str, Any]) -> dict[str, Any]:
    """The outcome of one check: error "" where it passed; `theirs` where learner code raised what it ended with."""
    try:
        for name in check["names"]:
            namespace.pop(name, None)
        namespace.update(peer.names(check["names"]))
        value = _execute(check["source"], namespace, check["id"])
        points = float(value) if type(value) in (int, float) else None
        return {"error": "", "message": "", "theirs": False, "points": points}
    except OutOfTime:
        return _TOO_LONG
    except LineError as error:
        return _TOO_LONG if error.late else {"error": "Died", "message": str(error), "theirs": True, "points": None}
    except BaseException as error:
        theirs = isinstance(error.__cause__, LearnerError)
        return {"error": type(error).__name__, "message": str(error)[:MAX_MESSAGE], "theirs": theirs, "points": None}


def _execute(code: str, namespace: dict[str, Any], name: str) -> Any:
    """Run a check; the value of its last expression, which may be partial credit, where it ends with one."""
    body, last = _compiled(code, name)
    exec(body, namespace)
    if last is None:
        return None
    value = eval(last, namespace)
    return None if isinstance(value, LearnerObject) else value


@functools.cache
def _compiled(code: str, name: str) -> tuple[types.CodeType, types.CodeType | None]:
    """A check, compiled: all of it but a last expression, and this expression. Raises SyntaxError, ValueError."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    expression = compile(ast.Expression(last.value), f"<{name}>", "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, f"<{name}>", "exec"), expression


if __name__ == "__main__":
    main()
