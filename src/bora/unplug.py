"""Pulling plugs for lab 06: a process is killed without warning, a script is run to its end or killed on the way."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_PATIENCE = 20.0  # seconds until a script that does not end is killed


def kill(pid: int) -> None:
    """Kill a process with no warning, as a crash or a power cut would. Nothing happens where it is gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def attempt(activities: Mapping[str, Callable[[], object]]) -> dict[str, str]:
    """Carry out each activity, in their order: name -> "works", or "fails" with the class of its error."""
    found = {}
    for name, activity in activities.items():
        try:
            activity()
        except Exception as error:
            found[name] = f"fails ({type(error).__name__})"
        else:
            found[name] = "works"
    return found


def run(script: str | Path, *arguments: object, kill_at: Path | None = None) -> str:
    """Run a Python script to its end, or kill it as soon as the file `kill_at` exists. Returns how it ended, in words.

    "done", "killed", or the last line that it wrote to stderr. What runs longer than 20 seconds is killed.
    """
    file = Path(script).resolve()
    command = [sys.executable, str(file), *map(str, arguments)]
    child = subprocess.Popen(command, cwd=file.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + _PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        if kill_at is not None and kill_at.exists():
            break
        time.sleep(0.005)
    if child.poll() is None:
        child.kill()
        child.communicate()
        return "killed"
    return _ending(child.returncode, child.communicate()[1])


def _ending(code: int, errors: str) -> str:
    if code == 0:
        return "done"
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1] if lines else f"ended with code {code}"
