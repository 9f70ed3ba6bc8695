"""A command of another tool that runs beside a notebook, and is gone with it, whatever happens to the notebook."""

import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Sequence
from pathlib import Path

_GUARD = """
import os, signal, subprocess, sys, threading

child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)

def end():
    sys.stdin.buffer.read()
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True)
    else:
        os.killpg(0, signal.SIGKILL)

threading.Thread(target=end, daemon=True).start()
os._exit(child.wait())
"""
"""Starts a command, and ends it with all that it has started when stdin, a pipe from the notebook, ends."""


class Command:
    """A command under way in `folder`, which cannot see this notebook's Python path. `close` ends it.

    words: as typed in a terminal, `python` and `mlflow` meaning those of this environment; log: what it printed.
    """

    def __init__(self, words: Sequence[str], folder: Path) -> None:
        self.words = list(words)
        handle, name = tempfile.mkstemp(prefix="bora-command-", suffix=".log")
        self.log = Path(name)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        # MLflow starts uvicorn by its name
        programs = [str(Path(sys.executable).parent), environment.get("PATH", os.defpath)]
        environment["PATH"] = os.pathsep.join(programs)
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _GUARD, *_resolved(self.words)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
        )
        os.close(handle)
        self._finalizer = weakref.finalize(self, _stop, self._guard, self.log, os.getpid())

    def wait(self, url: str, seconds: float = 180.0) -> None:
        """Wait until `url` answers. Raises RuntimeError, with the last line of the log, where it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._guard.poll() is None:
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["nothing"]
        raise RuntimeError(f"`{shlex.join(self.words)}` does not answer at {url}; it printed last: {said[-1]}")

    def close(self) -> None:
        """End the command and what it started. Closing twice does no harm."""
        self._finalizer()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _resolved(words: list[str]) -> list[str]:
    """The command with the programs of this environment: a notebook's PATH may lead to others."""
    first, *rest = words
    programs = {"python": [sys.executable], "mlflow": [sys.executable, "-m", "mlflow"]}
    return [*programs.get(first, [first]), *rest]


def _stop(guard: "subprocess.Popen[bytes]", log: Path, owner: int) -> None:
    if os.getpid() != owner:  # a fork of the owner: the process is not its own
        return
    assert guard.stdin is not None
    guard.stdin.close()
    guard.wait()
    log.unlink(missing_ok=True)
