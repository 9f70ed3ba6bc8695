"""A round-robin load balancer: `python -m bora.balancer`, started by `bora.services.Fleet`.

It takes each request to the next replica in turn. A replica that cannot be reached is left out for a moment and the
request goes to the next one, so a client notices nothing as long as one replica lives. (Scoring changes nothing, so
asking a second time is safe; a service that books payments must not do this.)

`GET /balancer` tells what it did: requests served by each replica, failovers, and requests nobody could serve.
`/metrics` and `/dashboard` are those of `bora.dashboard`.
"""

import base64
import contextlib
import http.client
import itertools
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus

from prometheus_client import CONTENT_TYPE_LATEST

from bora.dashboard import Board
from bora.lifeline import exit_with_parent

BENCHED = 0.25
"""Seconds for which a replica that could not be reached is left out."""
PATIENCE = 10.0
"""Seconds that a replica may take to answer."""


class Balancer(ThreadingHTTPServer):
    """Forwards every request to the replicas (name -> port on 127.0.0.1) in turn."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, replicas: dict[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replicas = list(replicas.items())
        self.board = Board(replicas)
        self.benched_until = dict.fromkeys(replicas, 0.0)
        self.served = dict.fromkeys(replicas, 0)
        self.failovers = self.unserved = 0
        self._turn = itertools.count()
        self._lock = threading.Lock()

    def in_turn(self) -> list[tuple[str, int]]:
        """All replicas in the order in which this request should try them: benched ones last."""
        start = next(self._turn) % len(self.replicas)
        order = self.replicas[start:] + self.replicas[:start]
        now = time.monotonic()
        return sorted(order, key=lambda replica: self.benched_until[replica[0]] > now)

    def note(self, served_by: str | None, benched: list[str]) -> None:
        """Count one request: who served it (None: nobody) and who could not be reached."""
        with self._lock:
            for name in benched:
                self.benched_until[name] = time.monotonic() + BENCHED
            self.failovers += bool(benched and served_by)
            if served_by is None:
                self.unserved += 1
            else:
                self.served[served_by] += 1

    def report(self) -> bytes:
        """What `GET /balancer` answers."""
        with self._lock:
            counts = {"served": self.served, "failovers": self.failovers, "unserved": self.unserved}
            return json.dumps(counts).encode()


class _Handler(BaseHTTPRequestHandler):
    server: Balancer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.upstream: dict[int, http.client.HTTPConnection] = {}

    def finish(self) -> None:
        super().finish()
        for connection in self.upstream.values():
            connection.close()

    def do_GET(self) -> None:
        if self.path == "/balancer":
            self._answer(200, {"Content-Type": "application/json"}, self.server.report())
        elif self.path == "/metrics":
            self._answer(200, {"Content-Type": CONTENT_TYPE_LATEST}, self.server.board.metrics())
        elif self.path == "/dashboard":
            headers = {"Content-Type": "text/html; charset=utf-8", "Refresh": "2"}
            self._answer(200, headers, self.server.board.page())
        else:
            self._forward(b"")

    def do_POST(self) -> None:
        self._forward(self._body())

    def do_PUT(self) -> None:
        job = _job(self.path)
        if job is None:
            self._answer(404, {"Content-Type": "text/plain"}, b"push to /metrics/job/NAME\n")
            return
        try:
            self.server.board.put(job, self._body().decode())
        except ValueError as error:
            self._answer(400, {"Content-Type": "text/plain"}, f"not in Prometheus' format: {error}\n".encode())
        else:
            self._answer(202, {"Content-Type": "text/plain"}, b"")

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _forward(self, body: bytes) -> None:
        benched: list[str] = []
        began = time.perf_counter()
        for name, port in self.server.in_turn():
            try:
                reply = self._ask(port, body)
            except (OSError, http.client.HTTPException):
                benched.append(name)
                continue
            self.server.note(name, benched)
            self.server.board.note(name, reply[0], time.perf_counter() - began, bool(benched))
            self._answer(*reply)
            return
        self.server.note(None, benched)
        self.server.board.note("none", 502, time.perf_counter() - began, False)
        self._answer(502, {"Content-Type": "text/plain"}, b"no replica could be reached\n")

    def _ask(self, port: int, body: bytes) -> tuple[int, dict[str, str], bytes]:
        kept = self.upstream.pop(port, None)
        if kept is not None:  # an idle connection may have been closed at the other end: then a new one decides
            try:
                return self._ask_over(kept, port, body)
            except (OSError, http.client.HTTPException):
                kept.close()
        return self._ask_over(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), port, body)

    def _ask_over(
        self, connection: http.client.HTTPConnection, port: int, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        try:
            kind = self.headers.get("Content-Type") or "application/json"
            connection.request(self.command, self.path, body, {"Content-Type": kind})
            response = connection.getresponse()
            content = response.read()
        except BaseException:
            connection.close()
            raise
        self.upstream[port] = connection
        kept = ("Content-Type", "X-Replica")
        return response.status, {name: response.headers[name] for name in kept if response.headers[name]}, content

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _job(path: str) -> str | None:
    """The job that pushes to `path`, as Prometheus' clients write it: /metrics/job/NAME; odd names in base64."""
    where, _, name = path.rpartition("/")
    if where == "/metrics/job":
        return unquote_plus(name) or None
    if where == "/metrics/job@base64":
        with contextlib.suppress(ValueError):
            return base64.urlsafe_b64decode(name).decode()
    return None


def main() -> None:
    """Read the replicas as one JSON line from stdin, print the own port, and serve until stdin ends."""
    balancer = Balancer(json.loads(sys.stdin.buffer.readline()))
    print(balancer.server_address[1], flush=True)
    exit_with_parent()
    balancer.serve_forever()


if __name__ == "__main__":
    main()
