"""Model replicas: `python -m bora.scoring_app`, started by `bora.services.Fleet`.

A replica serves one MLflow model with MLflow's own scoring application (`/invocations`, `/health`) and tells at
`/model` which one it has loaded. Importing MLflow takes seconds, so one process, the nursery, imports it once and
forks a replica in a moment whenever one is wanted. Where fork is not safe (Windows, macOS) it starts a new process
instead, which does the same, only slower.

The nursery reads one JSON line after the other from stdin:

    {"reserve": ["A", "B"], "folder": "of the logs"}      -> prints {"A": port, "B": port}
    {"start": "A", "model": "models:/name@alias", "store": "sqlite:///...", "log": "A.log"}

and exits, with all its replicas and the folder, when stdin ends.
"""

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from bora.lifeline import exit_with_parent

CAN_FORK = sys.platform.startswith("linux") and not os.environ.get("BORA_NO_FORK")


class Nursery:
    """Starts replicas on demand and takes them along when it goes."""

    def __init__(self) -> None:
        self.ports: dict[str, int] = {}
        self._reserved: dict[str, socket.socket] = {}
        self._spawned: list[subprocess.Popen[bytes]] = []  # kept: their pipes are their lifelines
        if CAN_FORK:
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            self._lifeline = os.pipe()

    def reserve(self, names: list[str]) -> dict[str, int]:
        """Bind one free port a name; a port is kept for its replica as long as the nursery lives."""
        for name in names:
            self._reserved[name] = _bind(0)
            self.ports[name] = self._reserved[name].getsockname()[1]
        return self.ports

    def start(self, order: dict[str, str]) -> None:
        """Start the replica that `order` names; one of that name that ran before must be dead or dying."""
        name = order["start"]
        bound = self._reserved.pop(name, None) or _bind(self.ports[name])
        try:
            if CAN_FORK:
                self._fork(order, bound)
            else:
                self._spawn(order, bound)
        finally:
            bound.close()

    def close(self) -> None:
        """End all lifelines and wait until the replicas are gone."""
        for child in self._spawned:
            assert child.stdin is not None
            child.stdin.close()
            child.wait()
        if CAN_FORK:
            os.close(self._lifeline[1])
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, 0)  # with SIGCHLD ignored this returns when the last child has ended

    def _fork(self, order: dict[str, str], bound: socket.socket) -> None:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in self._reserved.values():
                other.close()
            reading, writing = self._lifeline
            os.close(writing)
            os.dup2(reading, 0)
            exit_with_parent()
            replica(order, bound)

    def _spawn(self, order: dict[str, str], bound: socket.socket) -> None:
        bound.close()
        command = [sys.executable, "-P", "-m", "bora.scoring_app", json.dumps(order), str(self.ports[order["start"]])]
        self._spawned.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))


def replica(order: dict[str, Any], bound: socket.socket) -> NoReturn:
    """Serve the model of `order` on the socket `bound` until the lifeline ends. Never returns.

    If it cannot, the reason is the last line of its log, and a file beside the log, ending in `.failed`, says so.
    """
    log = Path(order["log"])
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    try:
        _serve(order, bound)
    except BaseException:
        traceback.print_exc()
        log.with_suffix(".failed").touch()
    finally:
        os._exit(1)


def _serve(order: dict[str, Any], bound: socket.socket) -> None:
    import mlflow
    import uvicorn
    from mlflow.pyfunc.scoring_server import init

    mlflow.set_tracking_uri(order["store"])
    mlflow.set_registry_uri(order["store"])
    uri, version = _resolve(order["model"])
    model = mlflow.pyfunc.load_model(uri)
    app = init(model)
    identity = {
        "replica": order["start"],
        "model": order["model"],
        "version": version,
        "run_id": model.metadata.run_id,
        "pid": os.getpid(),
    }
    app.get("/model")(lambda: identity)
    headers = [("X-Replica", order["start"])]
    config = uvicorn.Config(app, log_level="warning", access_log=False, headers=headers)
    uvicorn.Server(config).run(sockets=[bound])


def _resolve(uri: str) -> tuple[str, str | None]:
    """A registry address with its alias replaced by the version that it means now: ("models:/name/2", "2")."""
    name, at, alias = uri.removeprefix("models:/").partition("@")
    if not at:
        return uri, name.partition("/")[2] or None
    from mlflow import MlflowClient

    version = str(MlflowClient().get_model_version_by_alias(name, alias).version)
    return f"models:/{name}/{version}", version


def _bind(port: int, seconds: float = 5.0) -> socket.socket:
    """A socket bound to `port` (0: any free one), not yet listening; waits a little for a dying owner of the port."""
    deadline = time.monotonic() + seconds
    while True:
        # naming TCP matters: asyncio switches Nagle's algorithm off only where it is named, else each reply takes 40 ms
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name != "nt":  # on Windows this option would let two processes share a port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", port))
        except OSError:
            bound.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return bound


def _preload() -> None:
    gc.disable()  # it would look again and again at what imports have made, which never goes
    for name in ("bora.warm_mlflow", "mlflow.pyfunc.scoring_server", "uvicorn"):
        importlib.import_module(name)
    gc.freeze()
    gc.enable()


def main() -> None:
    """The nursery's loop; with an argument: one replica in a process of its own."""
    if len(sys.argv) > 1:
        exit_with_parent()
        bound = _bind(int(sys.argv[2]))
        _preload()
        replica(json.loads(sys.argv[1]), bound)
    nursery = Nursery()
    preloaded, folder = False, ""
    for line in iter(sys.stdin.buffer.readline, b""):
        order = json.loads(line)
        if "reserve" in order:
            print(json.dumps(nursery.reserve(order["reserve"])), flush=True)
            if CAN_FORK and not preloaded:
                _preload()
                preloaded = True
            folder = order["folder"]
        else:
            nursery.start(order)
    nursery.close()
    shutil.rmtree(folder, ignore_errors=True)  # the owner may have been killed before it could


if __name__ == "__main__":
    main()
