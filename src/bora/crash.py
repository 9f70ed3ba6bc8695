"""Runs a function in a process of its own, and kills that process for real (SIGKILL) at a moment that it cannot know.

    with BatchService() as service, scratch() as folder:
        call(run_nightly, steps, folder, service.url, service=service, until=3)     # killed at its third moment
        call(run_nightly, steps, folder, service.url, service=service)              # and once more, to its end

Moments are what can be told apart from outside: a request that has come to the service ("asked"), a job that is done
but not answered yet ("done"), a file that has just been opened to be written, empty or not ("opened"), and a file that
is about to be moved or removed ("moved"). To stop exactly there the process asks each time whether it may go on, and
gets no answer where it is to die. Which moment that is, it never learns; what it did, the service knows, not the
process. Clocks play no part. After Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014): a program is
safe where it is killed if it is so at each of its calls that change something.
"""

import contextlib
import os
import pickle
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

start_instead: "Callable[[Callable[..., Any], tuple[Any, ...]], Victim] | None" = None
"""Set by who runs answers in processes of their own, as graders do: starts a call there."""

_KINDS = {b"o": "opened", b"m": "moved"}
_GO, _DIE, _READY = b"g", b"d", b"r"
_START_SECONDS = 60


class Service(Protocol):
    """What a killed process talks to: it is served while a process lives, by whoever watches that process."""

    def fileno(self) -> int:
        """What becomes readable where somebody calls."""

    def serve(self, moment: Callable[[str], None]) -> None:
        """Answer one request, and say `moment("asked")` before and `moment("done")` after what it does."""

    def drop(self) -> None:
        """Hang up on those that wait: they are dead."""


class Victim(Protocol):
    """A call in a process of its own. `line` is readable when it has ended, `pauses` when it asks to go on."""

    line: socket.socket
    pauses: socket.socket

    def kill(self) -> None:
        """Kill it with SIGKILL; it is gone when this returns."""

    def result(self) -> Any:
        """What the call returned. Raises what it raised."""


@dataclass(frozen=True)
class Night:
    """What came of a call: the `value` that it returned, or the kind of moment at which its process was `killed`."""

    value: Any = None
    killed: str = ""


def call(function: Callable[..., Any], *args: Any, service: Service, until: int = 0) -> Night:
    """Call a function in a process of its own, which is killed at its `until`-th moment; 0 lets it come to its end.

    Arguments and value are plain data; what the function changes in memory is gone afterwards, files and requests stay.
    Raises what the function raises.
    """
    service.drop()
    victim = (start_instead or _start)(function, args)
    watch = _Watch(victim, until)
    try:
        while True:
            waiting: list[Any] = [victim.line, service, *watch.pauses]
            ready, _, _ = select.select(waiting, [], [])
            if service in ready:
                service.serve(watch.moment)
            elif victim.line in ready:
                return Night(victim.result())
            else:
                watch.answer()
    except _Due as due:
        return Night(killed=str(due))
    finally:
        victim.kill()
        victim.line.close()
        victim.pauses.close()


@contextlib.contextmanager
def scratch() -> Iterator[str]:
    """The path of a folder that is not there yet, relative to the working directory; removed afterwards."""
    folder = Path(f"night-{secrets.token_hex(4)}")
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Due(BaseException):
    """The process has been killed; its text is the kind of moment. Nobody on the way takes it for an error."""


class _Watch:
    """Counts the moments of a process, and kills it when it is time."""

    def __init__(self, victim: Victim, until: int) -> None:
        self._victim, self._left = victim, until
        self.pauses = [victim.pauses]
        """Where it may ask; nowhere when it has hung up."""

    def moment(self, kind: str) -> None:
        """One more moment. Raises _Due where it was the last one."""
        self._left -= 1
        if self._left == 0:
            self._victim.kill()
            raise _Due(kind)

    def answer(self) -> None:
        """Let a process go on that asks, or let it do what it is about to do and kill it. Raises _Due."""
        asked = self._victim.pauses.recv(1)
        if asked not in _KINDS:
            self.pauses.clear()
            return
        if self._left == 1:
            with contextlib.suppress(OSError):
                self._victim.pauses.sendall(_DIE)
                self._victim.pauses.recv(1)
        self.moment(_KINDS[asked])
        with contextlib.suppress(OSError):
            self._victim.pauses.sendall(_GO)


# inside of the process


def ask_before_writing(pauses: socket.socket) -> None:
    """Ask on `pauses` from now on when this process changes a file below its working directory.

    Who dies right after it has opened a file has opened it: what was there may be cut off.
    """
    lock, here = threading.RLock(), os.path.realpath(".") + os.sep
    busy: list[bool] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event not in ("open", "os.rename", "os.remove") or busy:
            return
        opens = event == "open"
        if opens and not (isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        with lock, contextlib.suppress(TypeError, ValueError):
            busy.append(True)
            try:
                if os.path.realpath(os.fsdecode(args[0])).startswith(here):
                    _ask(pauses, args if opens else None)
            finally:
                busy.pop()

    sys.addaudithook(hook)


def as_if_new(names: dict[str, Any]) -> None:
    """Let code that finds `names` be as in a new process where a fork differs from one.

    A fork has the hash seed of its parent. Who makes a key of `hash` of a text is to see that it is another one.
    """
    salt = secrets.randbits(60)

    def salted(value: Any) -> int:
        """As the builtin function, for a process of its own."""
        plain = isinstance(value, int | float | complex) or value is None
        return hash(value) if plain else hash((salt, value))

    names.setdefault("hash", salted)


def _ask(pauses: socket.socket, opening: tuple[Any, ...] | None) -> None:
    try:
        pauses.sendall(b"o" if opening else b"m")
        answer = pauses.recv(1)
        if answer == _DIE:
            if opening:
                with contextlib.suppress(OSError):
                    os.open(opening[0], opening[2], 0o666)
            pauses.sendall(_READY)
            pauses.recv(1)
    except OSError:
        os._exit(1)
    if answer != _GO:
        os._exit(1)


def _live(function: Callable[..., Any], args: tuple[Any, ...], line: socket.socket, pauses: socket.socket) -> NoReturn:
    """Be the process: call, tell what came of it, vanish."""
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  (for the rest of this process)
    threading.Thread(target=_vanish_with, args=(line,), daemon=True).start()
    ask_before_writing(pauses)
    as_if_new(getattr(function, "__globals__", {}))
    try:
        outcome = True, function(*args)
    except BaseException as error:
        outcome = False, error
    try:
        packed = pickle.dumps(outcome)
        pickle.loads(packed)
    except Exception:
        said = f"{type(outcome[1]).__name__}: {outcome[1]}" if not outcome[0] else "the value cannot leave its process"
        packed = pickle.dumps((False, RuntimeError(said)))
    with contextlib.suppress(OSError):
        line.sendall(packed)
        line.shutdown(socket.SHUT_WR)
        threading.Event().wait()
    os._exit(0)


def _vanish_with(line: socket.socket) -> None:
    """End this process when the one at the other end of the line has ended."""
    with contextlib.suppress(OSError):
        line.recv(1)
    os._exit(0)


# outside


class _Process:
    """A victim that this process has started itself."""

    def __init__(self, line: socket.socket, pauses: socket.socket, kill: Callable[[], None]) -> None:
        self.line, self.pauses, self._kill = line, pauses, kill
        self._dead = False

    def kill(self) -> None:
        if not self._dead:
            self._dead = True
            self._kill()

    def result(self) -> Any:
        parts = []
        while part := self.line.recv(1 << 16):
            parts.append(part)
        if not parts:
            raise RuntimeError("the function ended its own process")
        good, value = pickle.loads(b"".join(parts))
        if good:
            return value
        raise value if isinstance(value, Exception) else RuntimeError(f"{type(value).__name__}: {value}")


def _start(function: Callable[..., Any], args: tuple[Any, ...]) -> Victim:
    return _fork(function, args) if hasattr(os, "fork") else _spawn(function, args)


def _fork(function: Callable[..., Any], args: tuple[Any, ...]) -> Victim:
    """Start a call in a fork of this process: it knows all that this one knows, and costs milliseconds."""
    line, its_line = socket.socketpair()
    pauses, its_pauses = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            line.close()
            pauses.close()
            _live(function, args, its_line, its_pauses)
        finally:
            os._exit(1)
    its_line.close()
    its_pauses.close()

    def kill() -> None:
        # what it has started as well, unless that has a session of its own; where it has none yet, it alone
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    return _Process(line, pauses, kill)


def _spawn(function: Callable[..., Any], args: tuple[Any, ...]) -> Victim:
    """Start a call in a new Python, as on Windows: there is no fork, so the function travels by its code."""
    import cloudpickle

    packed = pickle.dumps([entry for entry in sys.path if entry]) + cloudpickle.dumps((function, args))
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(_START_SECONDS)
        child = subprocess.Popen(
            [sys.executable, "-c", "from bora import crash; crash.main()", str(door.getsockname()[1])],
            stdin=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        )
        assert child.stdin is not None
        with child.stdin:
            child.stdin.write(packed)
        line, pauses = door.accept()[0], door.accept()[0]
    line.settimeout(None)
    pauses.settimeout(None)

    def kill() -> None:
        child.kill()
        child.wait()

    return _Process(line, pauses, kill)


def main() -> NoReturn:
    """In a new Python: take the call that waits on stdin, and live for it."""
    door = ("127.0.0.1", int(sys.argv[1]))
    # modules that the function names are found on the paths of the process that it comes from
    sys.path[:] = pickle.load(sys.stdin.buffer)
    function, args = pickle.load(sys.stdin.buffer)
    line, pauses = socket.create_connection(door), socket.create_connection(door)
    _live(function, args, line, pauses)
