"""A pytest plugin that closes two holes of nbval: `pytest -p coursekit.nbval_plugin --nbval ...`.

A cell without stored outputs would pass as compared; here it fails, unless its notebook is kept without outputs on
purpose (assignments and solutions). A kernel that has died would be waited for until the cell's time is up; here the
cell fails at once and says so. It also puts the kernel `coursekit-warm` within reach.
"""

import os
from queue import Empty
from typing import Any

import nbval.plugin
import pytest
from nbval.kernel import RunningKernel

from coursekit.kernels import ADDRESS, SHARE, Zygote

_SLICE = 0.5
"""Seconds between two looks at whether the kernel lives."""

os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (str(SHARE), os.environ.get("JUPYTER_PATH"))))


class WatchedKernel(RunningKernel):
    """nbval's kernel, which notices that it has died."""

    def get_message(self, stream: str, timeout: float | None = None) -> Any:
        """The next message. Raises Empty after `timeout` seconds; fails the test where the kernel is dead."""
        left = float("inf") if timeout is None else timeout
        while True:
            try:
                return super().get_message(stream, timeout=min(_SLICE, left))
            except Empty:
                left -= _SLICE
                if not self.is_alive():
                    pytest.fail("the kernel died while this cell ran", pytrace=False)
                if left <= 0:
                    raise


nbval.plugin.RunningKernel = WatchedKernel


def pytest_configure(config: pytest.Config) -> None:
    """Start the zygote once, before the processes of pytest-xdist that will share it."""
    warm = config.getoption("nbval_kernel_name") == "coursekit-warm"
    if warm and ADDRESS not in os.environ and not config.getoption("collectonly"):
        Zygote.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fail a cell that has nothing to be compared with, in a notebook that is shipped with outputs."""
    cell = getattr(item, "cell", None)
    if cell is None or item.path.parent.name != "notebooks":
        return
    if cell.get("execution_count") is None and item.config.getoption("nbval"):
        pytest.fail(
            f"{item.path.name}: the outputs were stripped, nothing can be compared: run 'make build'", pytrace=False
        )
