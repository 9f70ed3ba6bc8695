"""Warm kernels: real Jupyter kernels, forked from a process that has the heavy libraries loaded.

`WarmProvisioner` is a kernel provisioner, jupyter_client's own extension point; the kernel `coursekit-warm` names
it. Any client of Jupyter can start that kernel: `pytest --nbval --nbval-kernel-name coursekit-warm` does. A fork is
ready in a fraction of the time that imports take. It could hide an import that a notebook forgets? No: what the
zygote imports is loaded, but no name of it stands in a notebook's namespace.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from coursekit.environment import MLFLOW, ONE_THREAD, preload

ADDRESS = "COURSEKIT_ZYGOTE"
"""The environment variable that names the zygote's address."""

SHARE = Path(__file__).parent / "share" / "jupyter"
"""To be put on JUPYTER_PATH, so that the kernel `coursekit-warm` is found."""

MODULES = (
    *(
        "numpy",
        "pandas",
        "scipy.stats",
        "sklearn.linear_model",
        "sklearn.ensemble",
        "sklearn.metrics",
        "sklearn.compose",
    ),
    *("sklearn.pipeline", "sklearn.preprocessing", "sklearn.model_selection", "requests", "bora.world"),
    # not pyplot, which looks for its kernel when it is imported; the rest of matplotlib is what takes time
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.font_manager", "matplotlib.animation"),
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", *MLFLOW),
)


class Zygote:
    """The process with the libraries loaded, seen from a process that starts kernels.

    Whoever needs it first starts it and names its address in the environment, so that the child processes (those of
    pytest-xdist, say) use the same one. It ends when the one that started it ends.
    """

    _lock: ClassVar[threading.Lock] = threading.Lock()
    _instance: ClassVar["Zygote | None"] = None

    def __init__(self, address: str) -> None:
        self._channel = socket.socket(socket.AF_UNIX)
        self._channel.connect(address)
        self._stream = self._channel.makefile("rw")

    @classmethod
    def get(cls) -> "Zygote":
        """The zygote, started if there is none yet."""
        with cls._lock:
            if cls._instance is None:
                cls._instance = cls(os.environ.get(ADDRESS) or cls.start())
            return cls._instance

    @staticmethod
    def start() -> str:
        """Start a zygote, which loads its libraries while this process goes on; returns its address."""
        address = str(Path(tempfile.mkdtemp(prefix="coursekit-"), "zygote"))
        environment = {**os.environ, **ONE_THREAD, "JE_ARROW_MALLOC_CONF": "background_thread:false"}
        environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger, which a kernel loads, would write to stderr
        # matplotlib reads this when it is imported; a kernel would set it before
        environment["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        # the pipe to its stdin is a lifeline: when this process ends, however it does, the zygote reads the end of it
        process = subprocess.Popen(
            [sys.executable, "-m", "coursekit.kernels", address],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if not (process.stdout and process.stdout.readline()):
            raise RuntimeError("the process that warm kernels are forked from did not start")
        os.environ[ADDRESS] = address
        return address

    def ask(self, **order: Any) -> Any:
        """Send an order, return the answer."""
        with self._lock:
            self._stream.write(json.dumps(order) + "\n")
            self._stream.flush()
            answer = self._stream.readline()
        if not answer:
            raise RuntimeError("the process that warm kernels are forked from has died")
        return json.loads(answer)


class _Fork:
    """A forked kernel, with the few methods of Popen that LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        if self.returncode is None:
            self.returncode = Zygote.get().ask(do="poll", pid=self.pid)
        return self.returncode

    def wait(self) -> int:
        """The exit status of a kernel that has ended."""
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Forks kernels from the zygote instead of starting Python anew."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Let kernel and client meet at sockets in a folder of their own: a free port can be lost before it is used."""
        if self.parent and self.parent.transport == "tcp":
            self._meeting = tempfile.mkdtemp(prefix="kernel-")
            self.parent.transport, self.parent.ip = "ipc", str(Path(self._meeting, "socket"))
        return await super().pre_launch(**kwargs)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what `pre_launch` made, unless the kernel starts again."""
        await super().cleanup(restart)
        if not restart:
            shutil.rmtree(getattr(self, "_meeting", ""), ignore_errors=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel; `cmd` is used for its connection file, `kwargs` for its folder and environment."""
        connection_file = cmd[cmd.index("-f") + 1]
        cwd, env = str(kwargs.get("cwd") or Path.cwd()), dict(kwargs.get("env") or os.environ)
        order = {"do": "fork", "connection_file": connection_file, "cwd": cwd, "env": env}
        pid = await asyncio.to_thread(lambda: Zygote.get().ask(**order))
        self.process = _Fork(pid)  # type: ignore[assignment]
        self.pid, self.pgid, self.cwd = pid, pid, cwd
        return self.connection_info


def main() -> None:
    """The zygote's own loop: load the libraries, then fork a kernel for each order, until the lifeline is cut."""
    address = Path(sys.argv[1])
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(address))
    door.listen()
    # whoever asks from now on is answered as soon as the libraries are loaded; until then pytest can collect
    print("ready", flush=True)
    preload(MODULES)
    # pandas asks at its import whether this is a notebook; here it is none yet, and would cut tables for a terminal
    importlib.import_module("pandas").set_option("display.max_columns", 20)
    gc.collect()
    gc.freeze()
    callers: dict[socket.socket, Any] = {}
    ended: dict[int, int] = {}
    while True:
        readable: list[Any] = select.select([door, sys.stdin.buffer, *callers], [], [])[0]
        if sys.stdin.buffer in readable:
            shutil.rmtree(address.parent, ignore_errors=True)
            return
        for channel in readable:
            if channel is door:
                caller, _ = door.accept()
                callers[caller] = caller.makefile("rw")
                continue
            line = callers[channel].readline()
            if not line:
                callers.pop(channel).close()
                channel.close()
                continue
            order = json.loads(line)
            answer = _status(order["pid"], ended) if order["do"] == "poll" else os.fork()
            if order["do"] == "fork" and answer == 0:
                os.closerange(3, 1 << 12)
                _kernel(order)
            callers[channel].write(json.dumps(answer) + "\n")
            callers[channel].flush()


def _status(pid: int, ended: dict[int, int]) -> int | None:
    if pid not in ended:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return 0
        if not found:
            return None
        ended[pid] = os.waitstatus_to_exitcode(status)
    return ended[pid]


def _kernel(order: dict[str, Any]) -> None:
    """In the fork: become a kernel like any other."""
    from ipykernel.kernelapp import IPKernelApp

    os.setpgid(0, 0)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    # as `python -m ipykernel_launcher` would have it: the notebook's folder first
    sys.path[0] = ""
    sys.argv = ["ipykernel_launcher", "-f", order["connection_file"]]
    try:
        app = IPKernelApp.instance()
        app.initialize(["-f", order["connection_file"], "--log-level=ERROR"])
        app.start()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
