"""A batch service of Bora on this machine: it does jobs for money, and keeps the books.

It is served only while a process runs that `bora.crash.call` watches, by the process that watches: so what a killed
client did is known outside of it.
"""

import contextlib
import json
import select
import socket
import socketserver
from collections.abc import Callable, Iterable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

from bora.services import bypass_proxies

MAX_BODY, MAX_KEY = 1_000_000, 200


class BatchService(socketserver.TCPServer):
    """POST {url}/jobs with {"key", "step", "settings", "inputs"}: does the job, answers {"output": ...}.

    A key that it knows gets its old answer, and costs nothing; it refuses (409) a key that stands for another job.
    url: its address; asked: name of the step of each request that was in order; charged: the same of each job done;
    refused: what was wrong with the others.
    Settings that do not matter for outputs are called "owner".
    """

    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self) -> None:
        bypass_proxies()
        super().__init__(("127.0.0.1", 0), _Desk)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.charged: list[str] = []
        self.refused: list[str] = []
        self._answers: dict[str, tuple[str, str]] = {}
        self._moment: Callable[[str], None] = lambda kind: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server_close()

    @staticmethod
    def output(step: str, settings: dict[str, Any], inputs: dict[str, str]) -> str:
        """What a job gives: a short text that depends on the step, its settings but "owner", and its inputs."""
        mattering = {name: value for name, value in settings.items() if name != "owner"}
        return f"{step}-{sha256(_text([step, mattering, inputs]).encode()).hexdigest()[:8]}"

    @classmethod
    def outputs(cls, steps: Iterable[dict[str, Any]]) -> dict[str, str]:
        """The output of each step of a pipeline, by name."""
        found: dict[str, str] = {}
        for step in steps:
            found[step["name"]] = cls.output(
                step["name"], step["settings"], {name: found[name] for name in step["needs"]}
            )
        return found

    def serve(self, moment: Callable[[str], None]) -> None:
        """Answer one request; see `bora.crash.Service`."""
        self._moment = moment
        self.handle_request()

    def drop(self) -> None:
        """Hang up on those that wait."""
        while select.select([self], [], [], 0)[0]:
            with contextlib.suppress(OSError):
                self.socket.accept()[0].close()

    def do(self, order: Any) -> tuple[int, dict[str, str]]:
        """Status and reply for an order: the job is done where its key is new."""
        problem = _problem(order)
        if problem:
            return self._refuse(400, problem)
        self.asked.append(order["step"])
        self._moment("asked")
        job = _text([order["step"], order["settings"], order["inputs"]])
        known = self._answers.get(order["key"])
        if known and known[0] != job:
            return self._refuse(409, "this key was used for another job")
        if not known:
            known = job, self.output(order["step"], order["settings"], order["inputs"])
            self._answers[order["key"]] = known
            self.charged.append(order["step"])
        self._moment("done")
        return 200, {"output": known[1]}

    def _refuse(self, status: int, problem: str) -> tuple[int, dict[str, str]]:
        self.refused.append(problem)
        return status, {"error": problem}


class _Desk(BaseHTTPRequestHandler):
    """Reads one request and answers it."""

    timeout = 60
    server: BatchService

    def do_POST(self) -> None:
        """Do a job."""
        try:
            size = int(self.headers["Content-Length"])
            order = json.loads(self.rfile.read(size)) if self.path == "/jobs" and size <= MAX_BODY else None
        except (TypeError, ValueError):
            order = None
        status, reply = self.server.do(order)
        content = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def setup(self) -> None:
        """Send what is small at once."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def log_message(self, *_: object) -> None:
        """Nothing: whoever asks gets an answer."""


def _problem(order: Any) -> str:
    """What is wrong with an order, "" where nothing is."""
    if not isinstance(order, dict):
        return "POST /jobs wants a JSON object"
    wanted = {"key": str, "step": str, "settings": dict, "inputs": dict}
    for name, kind in wanted.items():
        if type(order.get(name)) is not kind:
            return f"{name} is missing, or no {'text' if kind is str else 'object'}"
    return "" if 0 < len(order["key"]) <= MAX_KEY else f"key should have 1 to {MAX_KEY} signs"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
