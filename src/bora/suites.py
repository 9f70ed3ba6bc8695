"""A test suite at work: services that a check serves, and pytest run on the tests of one notebook cell.

    with serve([service.answer, broken.answer]) as addresses:     # on 127.0.0.1, until the block ends
        passed = run_tests(passes, addresses)                     # the tests in the cell that defines `passes`

A test sees a client of the service and nothing else: which services are sound stays with whoever serves them.
"""

import contextlib
import json
import linecache
import os
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from types import FunctionType
from typing import Any

import pytest
import requests

from bora import checks

Service = Callable[[str, str, Any], tuple[int, Any]]
"""(method, path, parsed JSON body or None) -> (status, reply); a reply is sent as JSON, or as it is if it is text."""

_FILE = "test_contract.py"
_QUIET = ("-p", "no:terminal")
_SPARED = ("cacheprovider", "unraisableexception", "threadexception", "logging", "junitxml", "doctest", "unittest")
"""What of pytest is left out: it would cost more than the tests do."""


@contextlib.contextmanager
def serve(services: Sequence[Service]) -> Iterator[list[str]]:
    """Serve all of them on one free port of 127.0.0.1; yields their addresses, in order, which say nothing of them."""
    places = {secrets.token_hex(8): service for service in services}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        # head and body of a reply leave together
        wbufsize = -1

        def _reply(self) -> None:
            length = self.headers.get("Content-Length", "0")
            status, reply = 404, "nobody lives here"
            try:
                body = self.rfile.read(int(length))
                _, place, path = self.path.split("/", 2)
                status, reply = places[place](self.command, f"/{path}", json.loads(body) if body else None)
            except (KeyError, ValueError):
                pass
            content = reply if isinstance(reply, str) else json.dumps(reply)
            self.send_response(status)
            self.send_header("Content-Type", "text/plain" if isinstance(reply, str) else "application/json")
            self.send_header("Content-Length", str(len(content.encode())))
            self.end_headers()
            self.wfile.write(content.encode())

        do_GET = do_POST = _reply

        def log_message(self, *_: object) -> None:
            """Nothing: the output belongs to pytest."""

    # not HTTPServer, which asks the network for the name of this machine
    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # a connection that is kept open must not keep the check
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield [f"http://127.0.0.1:{server.server_address[1]}/{place}" for place in places]
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Counted:
    """A service that counts how often it was asked."""

    service: Service
    asked: int = 0

    def __call__(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        self.asked += 1
        return self.service(method, path, body)


class MisuseError(ValueError):
    """A request that no service could answer: it is the test that is wrong."""


class Client(requests.Session):
    """A session with one service: `client.get("/model")`, `client.post("/decide", json=...)`, else as in requests.

    Raises MisuseError for an address that does not start with "/", and for a dict that would be sent as a form.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        # no proxy stands between a check and what it serves
        self.trust_env = False

    def request(self, method: str, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        if not str(url).startswith("/"):
            raise MisuseError(f"an address starts with /, as in service.get('/model'); this one is {url!r}")
        if isinstance(options.get("data"), dict):
            raise MisuseError("a body is sent as JSON, as in service.post('/decide', json=...)")
        return super().request(method, f"{self.address}{url!s}", *args, **options)


FAULTS = (NameError, ImportError, MisuseError, requests.exceptions.MissingSchema)
"""Errors that say nothing of a service, whichever it is."""


def run_tests(cell: FunctionType, services: Sequence[str], show: bool = False) -> list[bool]:
    """Run the tests of the cell that defines the function `cell`, by pytest: for each service, whether all passed.

    The text of the cell becomes a test file. A test takes an argument `service`, a Client, and runs once for each
    address; without `show`, a service that has failed a test is not asked by the others. Raises ValueError where there
    is no test, the file cannot be imported or a test has one of the FAULTS, NotImplementedError where it is not written
    yet.
    """
    text = "".join(linecache.getlines(cell.__code__.co_filename))
    suite = _Suite(services, show)
    with tempfile.TemporaryDirectory() as folder, _without_plugins():
        Path(folder, _FILE).write_text(text, encoding="utf-8")
        # else pytest looks for settings further up
        Path(folder, "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        spared = (word for name in _SPARED for word in ("-p", f"no:{name}"))
        words = ["--import-mode=importlib", "--capture=sys", *spared, f"--rootdir={folder}", folder]
        sys.modules.pop(Path(_FILE).stem, None)
        pytest.main([*words, *(("-q", "--no-header", "--tb=short") if show else _QUIET)], plugins=[suite])
    if suite.problem:
        raise suite.problem
    if not suite.asked:
        raise ValueError("no test has asked a service: write functions test_...(service) in this cell")
    return [service not in suite.failed for service in services]


def judgements(passes: Callable[[list[str]], Any], addresses: Sequence[str]) -> list[bool]:
    """What a suite says of each service, for a check. Raises AssertionError where it says nothing that can be used."""
    try:
        said = checks.plain(passes(list(addresses)), "passes")
    except ValueError as error:
        raise AssertionError(f"Your tests are at fault, not a service: {error}.") from None
    assert type(said) is list, f"passes should return a list, not {checks.kind(said)}: leave it as it is given."
    kept = list(map(type, said)) == [bool] * len(addresses)
    assert kept, "passes should return True or False for each service: leave it as it is given."
    return said


def tally(passes: Callable[[list[str]], Any], sound: Sequence[Service], broken: Sequence[Service]) -> tuple[int, int]:
    """How many sound services and how many broken ones fail a suite, in an order that nobody can know."""
    services = [(service, False) for service in sound] + [(service, True) for service in broken]
    secrets.SystemRandom().shuffle(services)
    with serve([service for service, _ in services]) as addresses:
        said = judgements(passes, addresses)
    failed = [is_broken for (_, is_broken), passed in zip(services, said, strict=True) if not passed]
    return failed.count(False), failed.count(True)


class _Suite:
    """A plugin of pytest: hands each test the services one by one, and notes which of them failed."""

    def __init__(self, services: Sequence[str], show: bool) -> None:
        self._clients = [Client(service) for service in services]
        self._show = show
        self.asked = False
        self.failed: set[str] = set()
        self.problem: Exception | None = None

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "service" in metafunc.fixturenames:
            numbers = [str(number + 1) for number in range(len(self._clients))]
            metafunc.parametrize("service", self._clients, ids=numbers)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip what would ask a service that has failed already."""
        if not self._show and _service_of(item) in self.failed:
            pytest.skip("it has failed another test")

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        service = _service_of(item)
        self.asked = self.asked or service is not None
        if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
            # a test that asks no service and fails speaks against all
            self.failed.update([client.address for client in self._clients] if service is None else [service])
            self._note(call.excinfo.value, getattr(item, "originalname", item.name))

    def pytest_exception_interact(self, node: Any, call: pytest.CallInfo[Any]) -> None:
        if not isinstance(node, pytest.Item) and call.excinfo is not None:
            error = call.excinfo.value.__cause__ or call.excinfo.value
            self.problem = ValueError(f"the tests cannot be imported: {type(error).__name__}: {str(error)[:200]}")
            self._note(error, _FILE)

    def _note(self, error: BaseException, where: str) -> None:
        if isinstance(error, NotImplementedError):
            self.problem = NotImplementedError("the tests are not written yet")
        elif isinstance(error, FAULTS) and not self.problem:
            self.problem = ValueError(f"{where} stops with {type(error).__name__}: {str(error)[:200]}")


def _service_of(item: pytest.Item) -> str | None:
    """The address of the service that a test asks; None where it asks none."""
    callspec = getattr(item, "callspec", None)
    client = callspec.params.get("service") if callspec else None
    return client.address if isinstance(client, Client) else None


@contextlib.contextmanager
def _without_plugins() -> Iterator[None]:
    """Let pytest load no plugin that happens to be installed: what a suite is worth does not depend on the machine."""
    name = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before
