"""The environment that nbgrader, kernels and numerical libraries need; set before any of them starts."""

import contextlib
import gc
import importlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1"
)
"""One thread for every numerical library: the same sums in the same order on every machine, and a safe fork."""

MLFLOW = ("bora.warm_mlflow",)
"""MLflow, with what it imports only when a store is opened or a model saved: to be loaded before a process forks."""


def scratch_place() -> str | None:
    """Where to put what is thrown away soon: in memory where that can be had, for MLflow's databases wait for the disk.

    None stands for the usual place of temporary files.
    """
    return "/dev/shm" if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK) else None


def preload(modules: Iterable[str]) -> None:
    """Import modules before a process forks, so that no fork has to; those that are not installed are left out."""
    gc.disable()  # it would look again and again at what imports have made, which never goes
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.enable()


def work_in(folder: Path) -> None:
    """Work in `folder`, and keep temporary files there as well: it is removed when the work is done."""
    os.chdir(folder)
    scratch = folder / ".tmp"
    scratch.mkdir()
    os.environ["TMPDIR"] = str(scratch)
    tempfile.tempdir = str(scratch)


def prepare() -> None:
    """Set it for this process and its children."""
    os.environ.update(ONE_THREAD)
    # nbgrader looks up `alembic` on PATH, also when the environment is not activated
    programs, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if path.split(os.pathsep)[0] != programs:
        os.environ["PATH"] = os.pathsep.join((programs, path))
