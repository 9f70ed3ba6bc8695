"""Pulling plugs for lab 06: a process is killed without warning, a job gets no more memory than it is allowed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PATIENCE = 20.0  # seconds until a script that does not end is killed


def kill(pid: int) -> None:
    """Kill a process with no warning, as a crash or a power cut would. Nothing happens where it is gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


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


def capped(script: str | Path, *arguments: object, megabytes: int) -> str:
    """Run a Python script that may take `megabytes` MB beside what an idle Python takes. Returns how it ended.

    "done", the last line that it wrote to stderr (a MemoryError), or why nothing ran: only Linux keeps such a limit.
    """
    if not sys.platform.startswith("linux"):
        return "not run: this system has no limit of memory for one process (Linux has)"
    file = Path(script).resolve()
    command = [sys.executable, "-m", "bora.unplug", str(megabytes), str(file), *map(str, arguments)]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=60)
    return _ending(done.returncode, done.stderr)


def _ending(code: int, errors: str) -> str:
    if code == 0:
        return "done"
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1] if lines else f"ended with code {code}"


def main(arguments: Sequence[str]) -> None:
    """The child of `capped`: draw the line, run the script."""
    import resource
    import runpy

    megabytes, script, *rest = arguments
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + int(megabytes) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.argv = [script, *rest]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
