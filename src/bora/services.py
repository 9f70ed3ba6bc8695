"""Real services on free local ports, started for a lab and stopped for sure.

    with Fleet() as fleet:                                    # processes start here, in the background
        fleet.deploy("models:/pd@champion", store.uri)       # each replica loads the model
        fleet.wait()                                          # until every health check is green
        requests.post(f"{fleet.url}/invocations", json=...)   # goes to one replica in turn

Nothing outlives its owner: a fleet stops when it is told to, at the end of its `with` block, when it is garbage,
when Python exits, and also when this process is killed with no chance to do anything (each child watches a pipe that
only its parent holds, see `bora.lifeline`). Interrupting a notebook does not reach the children.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

STARTUP_SECONDS = 60.0


class ServiceError(RuntimeError):
    """A service did not come up, or is not there; the message ends with the last lines of its log."""


class Fleet:
    """Replicas of one model service behind a round-robin balancer.

    url: the balancer's address, which also has /metrics and /dashboard; replicas: name -> address of each replica,
    for asking one directly.
    """

    def __init__(self, names: Sequence[str] = ("A", "B")) -> None:
        """Start the processes and return at once; they get ready while other work goes on."""
        if not names or len(set(names)) != len(names):
            raise ValueError(f"replica names must be one or more and all different, got {list(names)}")
        self.folder = Path(tempfile.mkdtemp(prefix="bora-fleet-"))
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopper = weakref.finalize(self, _stop, self._children, self.folder, os.getpid())
        self._orders: dict[str, dict[str, str]] = {}
        self._pids: dict[str, int] = {}
        bypass_proxies()
        nursery = self._child("scoring_app")
        balancer = self._child("balancer")
        self._ports: dict[str, int] = json.loads(
            self._ask(nursery, {"reserve": list(names), "folder": str(self.folder)}, "scoring_app")
        )
        self._balancer_port = int(self._ask(balancer, self._ports, "balancer"))
        self.url = f"http://127.0.0.1:{self._balancer_port}"
        self.replicas = {name: f"http://127.0.0.1:{port}" for name, port in self._ports.items()}

    def deploy(self, model: str, store: str) -> Self:
        """Start every replica with `model` ("models:/name@alias" or "models:/name/version") from MLflow's `store`.

        Replicas that run already are replaced one after the other. Returns at once: `wait` comes later.
        """
        for name in self._ports:
            self._orders[name] = {"start": name, "model": model, "store": store, "log": str(self._log(name))}
            self.restart(name)
        return self

    def wait(self, seconds: float = STARTUP_SECONDS, names: Sequence[str] = ()) -> Self:
        """Wait until the replicas that are named, else all, are healthy. Raises ServiceError, with the reason."""
        deadline = time.monotonic() + seconds
        for name in names or self._orders:
            while not self._up(name):
                self._raise_if_failed(name)
                if time.monotonic() > deadline:
                    raise ServiceError(f"replica {name} was not healthy after {seconds:g} s; {self._log_tail(name)}")
                time.sleep(0.02)
        return self

    def model(self, name: str) -> dict[str, Any]:
        """What replica `name` says that it has loaded: replica, model (address), version, run_id, pid."""
        status, body = get_json(self._ports[name], "/model")
        if status != 200 or not isinstance(body, dict):
            raise ServiceError(f"replica {name} is not there; {self._log_tail(name)}")
        return body

    def alive(self, name: str) -> bool:
        """Whether replica `name` answers its health check now."""
        return get_json(self._ports[name], "/health")[0] == 200

    def answers(self, name: str, seconds: float = 10.0) -> bool:
        """Whether the balancer hands requests to replica `name` again; waits for it up to `seconds`."""
        before = self.balancer_report()["served"][name]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            get_json(self._balancer_port, "/health")
            if self.balancer_report()["served"][name] > before:
                return True
            time.sleep(0.02)
        return False

    def balancer_report(self) -> dict[str, Any]:
        """What the balancer counted: {"served": {name: requests}, "failovers": ..., "unserved": ...}."""
        body = get_json(self._balancer_port, "/balancer")[1]
        if not isinstance(body, dict):
            raise ServiceError(f"the balancer is not there; {self._log_tail('balancer')}")
        return body

    def kill(self, name: str) -> None:
        """Kill replica `name` with no warning, as a crash would. Nothing happens where it is not running."""
        if pid := self._pids.pop(name, None):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def restart(self, name: str) -> None:
        """Start replica `name` again (killing it first if it runs); it looks its alias up anew. `wait` comes later."""
        if name not in self._orders:
            raise ServiceError(f"replica {name} has nothing deployed: call deploy() first")
        self.kill(name)
        self._log(name).with_suffix(".failed").unlink(missing_ok=True)
        self._tell(self._children[0], self._orders[name], "scoring_app")

    def stop(self) -> None:
        """Stop everything and wait until it is gone. Stopping twice does no harm."""
        self._stopper()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _child(self, module: str) -> subprocess.Popen[bytes]:
        package = str(Path(__file__).resolve().parents[1])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        options: dict[str, Any] = {"start_new_session": True}  # an interrupt of the notebook must not reach the child
        if os.name == "nt":
            options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined,unused-ignore]
        with self._log(module).open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", f"bora.{module}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | _CHILD_ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(paths)},
                **options,
            )
        self._children.append(child)
        return child

    def _ask(self, child: subprocess.Popen[bytes], message: object, log: str) -> bytes:
        self._tell(child, message, log)
        assert child.stdout is not None
        answer = child.stdout.readline()
        if not answer:
            raise ServiceError(f"the process {log} ended at once; {self._log_tail(log)}")
        return answer

    def _tell(self, child: subprocess.Popen[bytes], message: object, log: str) -> None:
        if child.stdin is None or child.stdin.closed:
            raise ServiceError("this fleet is stopped: start a new one with Fleet()")
        try:
            child.stdin.write(json.dumps(message).encode() + b"\n")
            child.stdin.flush()
        except OSError:
            raise ServiceError(f"the process {log} is gone; {self._log_tail(log)}") from None

    def _up(self, name: str) -> bool:
        status, body = get_json(self._ports[name], "/model")
        if status == 200 and isinstance(body, dict) and get_json(self._ports[name], "/health")[0] == 200:
            self._pids[name] = body["pid"]
            return True
        return False

    def _raise_if_failed(self, name: str) -> None:
        if self._log(name).with_suffix(".failed").exists():
            raise ServiceError(f"replica {name} did not start; {self._log_tail(name)}")
        if self._children[0].poll() is not None:
            raise ServiceError(f"the process that starts replicas is gone; {self._log_tail('scoring_app')}")

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _log_tail(self, name: str, lines: int = 3) -> str:
        try:
            text = self._log(name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        kept = [line.strip() for line in text.splitlines() if line.strip()][-lines:]
        return "its log ends: " + " | ".join(kept) if kept else "its log is empty"


def get_json(port: int, path: str, seconds: float = 2.0) -> tuple[int, Any]:
    """GET http://127.0.0.1:port/path: (status, parsed body); body None where it is no JSON; (0, None): nobody there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException):
        return 0, None
    finally:
        connection.close()
    try:
        return response.status, json.loads(content)
    except ValueError:
        return response.status, None


def bypass_proxies() -> None:
    """Make sure that `requests` and others ask 127.0.0.1 directly, also where a proxy is set in the environment."""
    for variable in ("NO_PROXY", "no_proxy"):
        listed = [host for host in os.environ.get(variable, "").split(",") if host]
        os.environ[variable] = ",".join(dict.fromkeys([*listed, "127.0.0.1", "localhost"]))


_CHILD_ENVIRONMENT = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "OMP_NUM_THREADS": "1",  # one applicant at a time: more threads only get in each other's way
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONUNBUFFERED": "1",
}


def _stop(children: list[subprocess.Popen[bytes]], folder: Path, owner: int) -> None:
    if os.getpid() != owner:  # a fork of the owner: the children are not its own
        return
    for child in children:
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
    for child in children:
        try:
            child.wait(timeout=3)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    shutil.rmtree(folder, ignore_errors=True)
