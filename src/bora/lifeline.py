"""How a child process notices that its parent is gone, on every system: the pipe on its stdin ends."""

import os
import threading


def exit_with_parent() -> None:
    """Watch stdin (a pipe that only the parent holds) in a thread, and leave at once when it ends.

    The pipe ends when the parent closes it, exits, crashes or is killed, even with SIGKILL.
    """
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def _watch() -> None:
    try:
        while os.read(0, 4096):
            pass
    finally:
        os._exit(0)
