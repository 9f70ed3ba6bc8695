"""The environment that nbgrader, kernels and numerical libraries need; set before any of them starts."""

import os
import sys
from pathlib import Path

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1"
)
"""One thread for every numerical library: the same sums in the same order on every machine, and a safe fork."""


def prepare() -> None:
    """Set it for this process and its children."""
    os.environ.update(ONE_THREAD)
    # nbgrader looks up `alembic` on PATH, also when the environment is not activated
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
