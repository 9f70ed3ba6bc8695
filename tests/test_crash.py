"""A killed process is really killed, at each of its moments, and nothing of it stays: here, and in grading."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest
import requests

from bora import crash
from bora.batch import BatchService
from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell

needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ask(url: str, step: str, key: str = "", **more: object) -> int:
    """The status of one order."""
    order = {"key": key or step, "step": step, "settings": {}, "inputs": {}} | more
    return requests.post(f"{url}/jobs", json=order, timeout=20).status_code


def work(folder: str, url: str) -> str:
    """Two jobs, and after each a file that is written beside and then renamed."""
    Path(folder).mkdir(exist_ok=True)
    try:
        for step in ("one", "two"):
            ask(url, step)
            Path(folder, "part").write_text(step)
            Path(folder, "part").replace(Path(folder, step))
        return "done"
    finally:
        Path("finally").mkdir()


def children() -> set[int]:
    """The processes that this one has started and that have not been waited for."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(number) for number in listed.read_text().split()} if listed.exists() else set()


@pytest.mark.parametrize("start", [crash._start, crash._spawn], ids=["forked", "as on Windows"])
def test_it_dies_at_each_of_its_moments_and_without_a_last_word(start: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "_start", start)
    before, seen = children(), []
    moments = range(1, 10) if start is not crash._spawn else (2, 3, 9)
    for until in moments:
        with BatchService() as service, crash.scratch() as folder:
            night = crash.call(work, folder, service.url, service=service, until=until)
            left = {path.name: path.read_text() for path in sorted(Path(folder).glob("*"))}
            seen.append((night.killed, len(service.asked), len(service.charged), left))
            assert Path("finally").exists() is (until == 9)
            address = service.server_address
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address[:2], timeout=1)
        assert night.value == ("done" if until == 9 else None)
        assert not Path(folder).exists()
    assert children() == before
    one, two = {"one": "one"}, {"one": "one", "two": "two"}
    due = [
        ("asked", 1, 0, {}),
        ("done", 1, 1, {}),
        ("opened", 1, 1, {"part": ""}),
        ("moved", 1, 1, {"part": "one"}),
        ("asked", 2, 1, one),
        ("done", 2, 2, one),
        ("opened", 2, 2, one | {"part": ""}),
        ("moved", 2, 2, one | {"part": "two"}),
        ("", 2, 2, two),
    ]
    assert seen == [due[until - 1] for until in moments]


def test_the_signal_is_sigkill(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []
    wait = os.waitpid

    def look(child: int, options: int) -> tuple[int, int]:
        ended.append(wait(child, options))
        return ended[-1]

    monkeypatch.setattr(os, "waitpid", look)
    with BatchService() as service, crash.scratch() as folder:
        crash.call(work, folder, service.url, service=service, until=1)
    assert [os.WTERMSIG(status) for _, status in ended] == [signal.SIGKILL]


def fails() -> None:
    raise KeyError("x")


def ends() -> None:
    os._exit(3)


def generates() -> object:
    return (number for number in range(3))


@pytest.mark.parametrize(
    ("function", "error", "says"),
    [
        (fails, KeyError, "x"),
        (ends, RuntimeError, "the function ended its own process"),
        (generates, RuntimeError, "the value cannot leave its process"),
    ],
)
def test_what_a_function_raises_arrives(function: object, error: type[Exception], says: str) -> None:
    with BatchService() as service, pytest.raises(error, match=says):
        crash.call(function, service=service)  # type: ignore[arg-type]


def test_memory_is_gone_and_a_second_time_is_like_the_first() -> None:
    remembered: list[str] = []

    def remember(url: str) -> int:
        remembered.append("x")
        ask(url, f"job{len(remembered)}")
        return len(remembered)

    for _ in range(3):
        with BatchService() as service:
            assert crash.call(remember, service.url, service=service, until=2).killed == "done"
            assert crash.call(remember, service.url, service=service).value == 1
            assert service.charged == ["job1"]
    assert remembered == []


def orders(url: str) -> list[int]:
    return [
        ask(url, "a"),
        ask(url, "a"),
        ask(url, "b", key="a"),
        ask(url, "a", key=""),
        ask(url, "a", key="k" * 201),
        ask(url, "a", settings=[]),
        ask(url, "a", key=7),
        requests.post(f"{url}/jobs", data=b"{", timeout=20).status_code,
        requests.post(f"{url}/other", json={}, timeout=20).status_code,
    ]


def test_the_service_repeats_known_keys_and_refuses_what_is_wrong() -> None:
    with BatchService() as service:
        statuses = crash.call(orders, service.url, service=service).value
        assert statuses == [200, 200, 409, 200, 400, 400, 400, 400, 400]
        assert (service.asked, service.charged) == (["a", "a", "b", "a"], ["a"])


def test_outputs_depend_on_inputs_and_settings_but_not_on_the_owner() -> None:
    steps = [{"name": "a", "needs": [], "settings": {"n": 1}}, {"name": "b", "needs": ["a"], "settings": {}}]
    first = BatchService.outputs(steps)
    steps[0]["settings"] = {"n": 1, "owner": "risk"}
    assert BatchService.outputs(steps) == first
    steps[0]["settings"] = {"n": 2}
    assert {name for name, output in BatchService.outputs(steps).items() if output != first[name]} == {"a", "b"}


# in grading

GIVEN = "from bora import crash\nfrom bora.batch import BatchService"
ANSWER = '''
import os, subprocess, sys, time
import requests
from pathlib import Path
remembered = []

def order(url, step):
    requests.post(url + "/jobs", json={"key": step, "step": step, "settings": {}, "inputs": {}})

def work(folder, url):
    remembered.append(1)
    Path(folder).mkdir(exist_ok=True)
    for step in ("one", "two"):
        order(url, step)
        Path(folder, step).write_text(step)
    return [len(remembered), sorted(path.name for path in Path(folder).iterdir() if path.read_text())]

def hide(url):
    """Leaves a process behind that has a session of its own and goes on asking."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                try:
                    order(url, "hidden")
                except OSError:
                    time.sleep(0.01)
        os._exit(0)
    time.sleep(0.2)
    order(url, "seen")

def rest(url):
    time.sleep(0.4)
    return "rested"
'''
MOMENTS = """
found = []
for until in range(1, 20):
    with BatchService() as service, crash.scratch() as folder:
        night = crash.call(work, folder, service.url, service=service, until=until)
        again = crash.call(work, folder, service.url, service=service)
        assert again.value == [1, ["one", "two"]], again
        found.append((night.killed, len(service.asked), len(service.charged)))
    if not night.killed:
        break
raise AssertionError(repr(found))
"""
HIDING = """
with BatchService() as service:
    for until in range(1, 50):
        if crash.call(hide, service.url, service=service, until=until).killed:
            break
    asked = len(service.asked)
    assert crash.call(rest, service.url, service=service).value == "rested"
    assert len(service.asked) == asked, "somebody lives"
"""
ERRORS = """
with BatchService() as service, crash.scratch() as folder:
    try:
        crash.call(work, 5, service.url, service=service)
    except TypeError:
        found = "TypeError"
    try:
        crash.call(len, service=service)
    except TypeError as error:
        found += str(error)
raise AssertionError(found)
"""


KILLED_AT = [
    *[("asked", 3, 2), ("done", 3, 2), ("opened", 3, 2)],
    *[("asked", 4, 2), ("done", 4, 2), ("opened", 4, 2), ("", 4, 2)],
]
"""Of `work`, which asks for both jobs at each call: the moment, and how often it has asked and paid in both calls."""


def cell(name: str, source: str) -> CodeCell:
    return CodeCell(name, "check", source, 1.0, ("work", "hide", "rest"))


@pytest.mark.slow
@needs_linux
@pytest.mark.parametrize("trust", [False, True], ids=["in the sandbox", "trusted"])
def test_in_grading_the_same_moments_come_and_the_process_that_answers_lives_on(trust: bool, tmp_path: Path) -> None:
    cells = [CodeCell("given", "given", GIVEN), CodeCell("answer-1-1", "learner", ANSWER)]
    checks = [cell("hidden-1-1", MOMENTS), cell("hidden-1-1-errors", ERRORS)]
    with Engine(engine.Setup("made", (cells[0],), {}, ()), Limits(), trust) as grader:
        at_rest = ours()
        for _ in range(2):
            result = grader.grade([*cells, *checks])
            assert result.remarks == []
            assert result.checks["hidden-1-1"].message == repr(KILLED_AT), result.checks
            said = result.checks["hidden-1-1-errors"].message
            assert said.startswith("TypeErroronly a function of the answer can be killed"), said
            until = time.monotonic() + 20
            while ours() > at_rest and time.monotonic() < until:
                time.sleep(0.05)
            assert ours() <= at_rest


@pytest.mark.sandbox
@needs_linux
def test_in_the_sandbox_nobody_hides_from_the_kill() -> None:
    cells = [CodeCell("given", "given", GIVEN), CodeCell("answer-1-1", "learner", ANSWER), cell("hidden-1-1", HIDING)]
    with Engine(engine.Setup("made", (cells[0],), {}, ()), Limits()) as grader:
        result = grader.grade(cells)
    assert (result.checks["hidden-1-1"].error, result.remarks) == ("", []), result.checks


def ours() -> int:
    """How many processes there are that this one, or the zygotes that it has started, have forked."""
    parents = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                state, parent = (place / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state not in "ZX":
                parents[int(place.name)] = int(parent)
    found = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return len(found)
