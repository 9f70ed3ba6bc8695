"""The processes that others are forked from: the zygote, and the examiner with the given cells run."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bora.tracking import cache_folder
from coursekit.engine.protocol import Fault, ForkExaminer, Housed, LineLost, Load, Message, Ready, post, take
from coursekit.engine.steps import CodeCell
from coursekit.engine.wire import WireError
from coursekit.environment import MLFLOW, ONE_THREAD, scratch_place
from coursekit.errors import CourseError, MachineFault

START_SECONDS = 120
MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "bora.checks", "bora.style")
"""What is loaded for every lab; what its cells import comes on top, and what else an answer imports takes its time."""
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "BORA_CACHE", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"),
    *("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
)
_BACKEND = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class Setup:
    """What the engine has to know of a lab: the given cells, the data beside the notebook, what to preload."""

    slug: str
    given: tuple[CodeCell, ...]
    data: dict[str, bytes]
    modules: tuple[str, ...]


class Crew:
    """A zygote and an examiner, from `Crew(...)` to `close`. Several threads may use it at the same time."""

    def __init__(self, setup: Setup) -> None:
        """Start them. Raises MachineFault, and CourseError where a given cell fails."""
        self._lock = threading.Lock()
        self._broken = False
        self._channels: list[socket.socket] = []
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path()
        try:
            self._start(setup)
        except BaseException:
            self.close()
            raise

    @property
    def given(self) -> Path:
        """The folder with the data that stand beside the notebook."""
        return self.folder / "given"

    @property
    def examiner_folder(self) -> Path:
        """The folder in which the examiner has run the given cells."""
        return self.folder / "examiner"

    def fork(self, order: Message, descriptors: Sequence[int]) -> None:
        """Have the zygote fork. Raises MachineFault."""
        self._tell(0, order, descriptors)

    def examine(self, order: Message, descriptors: Sequence[int]) -> None:
        """Have the examiner examine a submission. Raises MachineFault."""
        self._tell(1, order, descriptors)

    def is_gone(self) -> bool:
        """Whether one of them has died: then another crew is needed."""
        return self._broken or self._process is None or self._process.poll() is not None

    def close(self) -> None:
        """Stop every process and remove every file."""
        for channel in self._channels:
            channel.close()
        # who is killed from here on leaves a zygote that removes the rest
        self._remove()
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        # what was written between the two
        self._remove()

    def _remove(self) -> None:
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _tell(self, who: int, order: Message, descriptors: Sequence[int] = ()) -> None:
        try:
            with self._lock:
                post(self._channels[who], order, descriptors=descriptors)
        except LineLost:
            self._broken = True
            raise MachineFault("a process that learners' processes are forked from has died") from None

    def _start(self, setup: Setup) -> None:
        environment = _environment()
        with _line(self._channels) as theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "coursekit.engine.zygote", str(theirs.fileno()), _place()],
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.folder = Path(self._expect(0, Housed).folder)
        for name, content in setup.data.items():
            target = self.given / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.given.mkdir(exist_ok=True)
        shutil.copytree(self.given, self.examiner_folder)
        self._tell(0, _load(setup, environment))
        self._expect(0, Ready)
        given = [[cell.id, cell.source] for cell in setup.given]
        with _line(self._channels) as theirs:
            self.fork(ForkExaminer(str(self.examiner_folder), given), [theirs.fileno()])
        try:
            self._expect(1, Ready)
        except MachineFault as fault:
            # what the given cells do is the course's business
            raise CourseError(f"{setup.slug}: {fault}") from None

    def _expect(self, who: int, kind: type[Message]) -> Any:
        """The answer of one of the two. Raises MachineFault."""
        channel = self._channels[who]
        channel.settimeout(START_SECONDS)
        try:
            reply, _, _ = take(channel, kind, Fault)
        except (LineLost, WireError) as error:
            raise MachineFault(f"the process that loads the libraries did not start ({error})") from None
        if isinstance(reply, Fault):
            raise MachineFault(reply.reason)
        return reply


@contextlib.contextmanager
def _line(channels: list[socket.socket]) -> Iterator[socket.socket]:
    """The far end of a new line, to be handed over in the block; our end is added to `channels`."""
    ours, theirs = socket.socketpair()
    channels.append(ours)
    with theirs:
        yield theirs


def _place() -> str:
    return scratch_place() or tempfile.gettempdir()


def _environment() -> dict[str, str]:
    """What the processes find in their environment: nothing else of the teacher's, which may hold keys."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # pyarrow's allocator would start a thread of its own
    calm = {**ONE_THREAD, "JE_ARROW_MALLOC_CONF": "background_thread:false"}
    return {**kept, **calm, "USER": "learner", "MPLBACKEND": _BACKEND}


def _load(setup: Setup, environment: dict[str, str]) -> Load:
    """What a zygote is to load for a lab; MLflow's empty database is made on the way, where the lab needs one."""
    modules = list(dict.fromkeys((*MODULES, *setup.modules)))
    if any(name.split(".")[0] == "mlflow" for name in modules):
        modules += MLFLOW
        warm = [sys.executable, "-c", "from bora.tracking import migrated_database; migrated_database()"]
        subprocess.run(warm, env=environment, capture_output=True, check=False)
    clean = {
        "BORA_CACHE": str(cache_folder()),
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONSAFEPATH": "1",
        "MPLBACKEND": _BACKEND,
    }
    return Load(modules, clean)
