"""The same grading on the workers of a Dask cluster, for classes that one machine is too slow for.

Each Dask worker process keeps one engine; submissions go there and results come back as plain data. A worker that dies
is replaced by the scheduler, which hands its submission to another one.
"""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from coursekit.engine.engine import Engine, Lab, Limits, Result
from coursekit.engine.steps import Cell
from coursekit.errors import CourseError

_engines: dict[Any, Engine] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Task:
    """Grades one submission; runs in a worker, where it finds or starts the engine."""

    lab: Lab
    limits: Limits
    trust: bool

    def __call__(self, cells: list[Cell]) -> Result:
        """The result of one submission."""
        key = (self.lab.slug, repr(self.lab), self.limits, self.trust)
        with _lock:
            if key not in _engines:
                for engine in _engines.values():
                    engine.close()
                _engines.clear()
                _engines[key] = Engine(self.lab, self.limits, self.trust)
        return _engines[key].grade(cells)


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
