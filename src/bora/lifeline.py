"""How a child process notices that its parent is gone, on every system: the pipe on its stdin ends."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_REMOVER = """
import shutil, sys, time
sys.stdin.buffer.read()
for pause in (0, 0.2, 1, 3):
    time.sleep(pause)
    shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


def exit_with_parent() -> None:
    """Watch stdin (a pipe that only the parent holds) in a thread, and leave at once when it ends.

    The pipe ends when the parent closes it, exits, crashes or is killed, even with SIGKILL.
    """
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def remove_with_parent(folder: Path) -> "subprocess.Popen[bytes] | None":
    """Start a small process that removes `folder` when this one is gone, even by SIGKILL. None where it cannot start.

    It also removes it once its stdin is closed. An interrupt of the notebook does not reach it.
    """
    options: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined,unused-ignore]
    with contextlib.suppress(OSError):
        return subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _REMOVER, str(folder)],
            cwd=folder.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
    return None


def _watch() -> None:
    try:
        while os.read(0, 4096):
            pass
    finally:
        os._exit(0)
