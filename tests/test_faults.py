"""Whatever fails on our side, at whatever moment, costs no learner a point: it is tried again, or said."""

import contextlib
import errno
import gc
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coursekit.engine import crew, engine, sandbox, submission
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.protocol import LineLost
from coursekit.engine.steps import CodeCell
from coursekit.errors import MachineFault

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

LIMITS = Limits(cell_seconds=20, check_seconds=20, submission_seconds=60)
GIVEN = CodeCell("given", "given", "from bora import checks\nlimit = 3")
RIGHT = "def double(number):\n    return 2 * number"
CELLS = [
    GIVEN,
    CodeCell("answer-1-1", "learner", RIGHT),
    CodeCell("check-1-1", "check", "assert double(4) == 8", 1, ("double",)),
    CodeCell("added-1", "learner", "print('a cell that is no definition')"),
    CodeCell("hidden-1-1", "check", "assert double(limit) == 6", 2, ("double",)),
    CodeCell("hidden-1-2", "check", "assert double(limit) == 7, 'no'", 2, ("double",)),
]
DESERVED = {"check-1-1": 1, "hidden-1-1": 2, "hidden-1-2": 0}
TOO_MANY, NO_MEMORY = (OSError(number, os.strerror(number)) for number in (errno.EMFILE, errno.ENOMEM))


def scores(grader: Engine) -> dict[str, float]:
    return {name: check.points for name, check in grader.grade(CELLS).checks.items()}


def lab() -> engine.Setup:
    return engine.Setup("made", (GIVEN,), {"data/a.csv": b"1"}, ())


@pytest.fixture(scope="module")
def grader() -> Iterator[Engine]:
    with Engine(lab(), LIMITS) as one:
        yield one


class Failing:
    """A function that fails `times` times, from its `first` call on, and then works again."""

    def __init__(self, function: Callable[..., Any], error: BaseException, first: int, times: int) -> None:
        self.function, self.error, self.first, self.times, self.calls = function, error, first, times, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.first <= self.calls < self.first + self.times:
            raise self.error
        return self.function(*args, **kwargs)

    @property
    def failed(self) -> bool:
        return self.calls >= self.first


OURS = {
    "bubblewrap cannot be started": (sandbox.subprocess, "Popen", NO_MEMORY, 2),
    "no pipe can be made": (sandbox.os, "pipe", TOO_MANY, 2),
    "the sandbox's root cannot be opened": (sandbox.os, "open", TOO_MANY, 2),
    "no process can be watched": (sandbox.os, "pidfd_open", TOO_MANY, 2),
    "no socket can be made": (submission.socket, "socketpair", TOO_MANY, 5),
    "memory ends in the engine": (submission, "steps", MemoryError(), 1),
    "an order cannot be sent": (crew, "post", LineLost("gone"), 2),
}


@pytest.mark.parametrize("what", OURS)
@pytest.mark.parametrize("seed", range(2))
def test_what_fails_once_is_tried_again_and_nobody_notices(
    grader: Engine, monkeypatch: pytest.MonkeyPatch, what: str, seed: int
) -> None:
    where, name, error, latest = OURS[what]
    failing = Failing(getattr(where, name), error, random.Random(f"{what} {seed}").randint(1, latest), times=1)
    monkeypatch.setattr(where, name, failing)
    assert scores(grader) == DESERVED
    assert failing.failed


@pytest.mark.parametrize("what", OURS)
def test_what_goes_on_failing_is_said_to_be_the_machines_fault(
    grader: Engine, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    where, name, error, _ = OURS[what]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, Failing(getattr(where, name), error, 1, times=10**6))
        patch.setattr(engine, "_PAUSE_SECONDS", 0)
        with pytest.raises(MachineFault, match=r"\w"):
            grader.grade(CELLS)
    assert scores(grader) == DESERVED


def test_a_full_disk_in_the_sandbox_of_an_examiner_is_no_learners_fault(
    grader: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fork reports what it could not do, before any learner code has run in it."""
    monkeypatch.setattr(engine, "_PAUSE_SECONDS", 0)
    small = Engine(engine.Setup("made", (GIVEN,), {"data/large": bytes(9_000_000)}, ()), LIMITS)
    with small:
        monkeypatch.setattr(Limits, "disk_bytes", property(lambda self: 1_000_000))
        with pytest.raises(MachineFault, match=r"a process could not be set up: .*No space left"):
            small.grade(CELLS)


def below(parent: int) -> list[int]:
    """The processes that descend from one, bubblewrap's among them."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_bytes().rpartition(b")")[2].split()
            parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found = list(parents.get(parent, []))
    for pid in found:
        found += parents.get(pid, [])
    return found


@pytest.mark.parametrize("who", ["the zygote", "the examiner"])
def test_a_crew_that_is_killed_is_replaced(who: str) -> None:
    with Engine(lab(), LIMITS) as one:
        zygote = one._crew._process.pid  # type: ignore[union-attr]
        os.kill(zygote if who == "the zygote" else below(zygote)[0], signal.SIGKILL)
        assert scores(one) == DESERVED


@pytest.mark.parametrize("seed", range(6))
def test_a_process_of_a_submission_that_somebody_kills_costs_it_nothing(grader: Engine, seed: int) -> None:
    """At a random moment; whether it is the learner's, a snapshot, an examiner or an anchor."""
    moments, done, killed = random.Random(seed), threading.Event(), []
    calm = set(below(os.getpid()))

    def kill_one() -> None:
        done.wait(moments.uniform(0.0, 0.2))
        while not done.is_set() and not killed:
            young = sorted(set(below(os.getpid())) - calm)
            with contextlib.suppress(ProcessLookupError, IndexError):
                os.kill(moments.choice(young), signal.SIGKILL)
                killed.append(True)

    thread = threading.Thread(target=kill_one)
    thread.start()
    try:
        assert scores(grader) == DESERVED
    finally:
        done.set()
        thread.join()


def test_nothing_is_left_of_fifty_gradings() -> None:
    """No open file, no process, no folder, no thread: neither of good submissions nor of failed ones."""
    with Engine(lab(), LIMITS) as one, pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_PAUSE_SECONDS", 0)

        def census() -> tuple[list[str], int, list[Path], int]:
            files = sorted(target.partition(":")[0] for target in _open_files())
            crew_of_one = one._crew
            assert crew_of_one
            return files, len(below(os.getpid())), sorted(crew_of_one.folder.iterdir()), threading.active_count()

        one.grade(CELLS)
        gc.collect()  # of what earlier tests left open, nothing may go while this one looks
        before = census()
        for number in range(50):
            with patch.context() as inner, contextlib.suppress(MachineFault):
                if number % 5 == 0:
                    where, name, error, latest = list(OURS.values())[number // 5 % 5]
                    function = getattr(where, name)
                    inner.setattr(where, name, Failing(function, error, 1 + number % latest, times=number % 2 + 1))
                one.grade(CELLS[:3])
        assert census() == before


def test_a_run_that_is_killed_while_it_closes_leaves_no_folder(tmp_path: Path) -> None:
    program = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_faults import CELLS, LIMITS, Engine, lab
kill = os.killpg
def kill_and_die(*group):
    kill(*group)
    os.kill(os.getpid(), signal.SIGKILL)
with Engine(lab(), LIMITS) as one:
    one.grade(CELLS)
    assert list(os.scandir({str(tmp_path)!r}))
    os.killpg = kill_and_die
"""
    ended = subprocess.run([sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not list(tmp_path.iterdir())


def _open_files() -> Iterator[str]:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with contextlib.suppress(OSError):
            yield os.readlink(f"/proc/self/fd/{name}")  # noqa: PTH115
