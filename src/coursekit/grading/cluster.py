"""The same grading on the workers of a Dask cluster, for classes that one machine is too slow for.

Each Dask worker process keeps one engine; submissions go there and results come back as plain data. A worker that dies
is replaced by the scheduler, which hands its submission to another one.
"""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from coursekit.engine.engine import Engine, Limits, Result, Setup
from coursekit.engine.steps import CodeCell
from coursekit.errors import CourseError


@dataclass
class _Shared:
    """An engine, and how many tasks use it at the moment."""

    engine: Engine
    users: int = 0


_engines: dict[str, _Shared] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Task:
    """Grades one submission; runs in a worker, where it finds or starts the engine."""

    setup: Setup
    limits: Limits
    trust: bool

    def __call__(self, cells: list[CodeCell]) -> Result:
        """The result of one submission. Raises MachineFault."""
        with _engine(repr(self), self) as engine:
            return engine.grade(cells)


@contextlib.contextmanager
def _engine(key: str, task: Task) -> Iterator[Engine]:
    """The engine for a kind of task. Those for other kinds are closed as soon as nobody uses them any more."""
    with _lock:
        if key not in _engines:
            _engines[key] = _Shared(Engine(task.setup, task.limits, task.trust))
        shared = _engines[key]
        shared.users += 1
        _close_idle(but=key)
    try:
        yield shared.engine
    finally:
        with _lock:
            shared.users -= 1


def _close_idle(but: str) -> None:
    for key, shared in [*_engines.items()]:
        if key != but and not shared.users:
            _engines.pop(key).engine.close()


@contextlib.contextmanager
def connect(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster at `address` (tcp://HOST:PORT), and the number of its threads. Raises CourseError."""
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("grading on a cluster needs Dask: pip install 'mlops-labs[cluster]'") from None
    try:
        client = Client(address, timeout=20)
    except (OSError, ValueError) as error:
        raise CourseError(f"no Dask scheduler answers at {address} ({error})") from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise CourseError(
                f"the Dask scheduler at {address} has no workers: start some with 'dask worker {address}'"
            )
        # results must not be taken from an earlier run: the same cells may be graded again on purpose
        yield client.get_executor(pure=False, retries=2), workers
