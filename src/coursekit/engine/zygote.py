"""The process with the heavy libraries loaded, and what its forks become: learners, and examiners.

Started by the engine as `python -m coursekit.engine.zygote FD PLACE`. It has one thread and runs no learner code
itself; each order makes it fork. A fork costs milliseconds where a cold kernel costs seconds of imports.
"""

import contextlib
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from pathlib import Path

from coursekit.engine import examiner, learner, sandbox
from coursekit.engine.protocol import (
    Fault,
    ForkExaminer,
    ForkLearner,
    ForkSweeper,
    Housed,
    LineLost,
    Load,
    Message,
    Ready,
    post,
    take,
)
from coursekit.engine.shell import Shell
from coursekit.environment import preload

FORK_SECONDS = 30
CLOSING_SECONDS = 30


def main() -> None:
    """Make a folder for the engine and serve it until it hangs up; then remove the folder.

    The engine could not do so if it was killed; and what it had made before this process lived, nobody would remove.
    """
    channel = socket.socket(fileno=int(sys.argv[1]))
    folder = Path(tempfile.mkdtemp(prefix="coursekit-grade-", dir=sys.argv[2]))
    with contextlib.suppress(LineLost):
        post(channel, Housed(str(folder)))
        _serve(channel)
    until = time.monotonic() + CLOSING_SECONDS
    while folder.exists() and time.monotonic() < until:
        # an examiner may still be writing there; it ends when it finds nobody to report to
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.1)


def _serve(channel: socket.socket) -> None:
    """Load what the order of the engine says, then fork on demand. Raises LineLost."""
    order, _, _ = take(channel, Load)
    os.environ.update(order.environment)
    shell = Shell.make()
    preload(order.modules)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sandbox.adopt_orphans()
    # everything that exists now is shared by all forks: the collector need not touch it again
    gc.collect()
    gc.freeze()
    if learner.has_threads():
        post(channel, Fault("a library started threads when it was imported: forks would not be safe"))
        return
    post(channel, Ready())
    while True:
        order, _, descriptors = take(channel, ForkLearner, ForkExaminer, ForkSweeper)
        if _fork() == 0:
            channel.close()
            _become(order, descriptors, shell)
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


def _become(order: Message, descriptors: list[int], shell: Shell) -> None:
    """In a fork: live as what is ordered, to the end, and vanish."""
    code = 1
    channel = socket.socket(fileno=descriptors[0])
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _close_all_but(descriptors)
        if isinstance(order, ForkLearner):
            learner.live(order, channel, descriptors[1:], shell)
        elif isinstance(order, ForkSweeper):
            learner.sweep(channel, descriptors[1:])
        elif isinstance(order, ForkExaminer):
            examiner.live(order, channel, _fork)
        code = 0
    except LineLost:
        code = 0
    except OSError as error:
        with contextlib.suppress(LineLost):
            post(channel, Fault(str(error)))
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


if __name__ == "__main__":
    main()
