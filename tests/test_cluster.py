"""Grading on a Dask cluster: a real scheduler, two real workers, one of which is killed in the middle."""

import io
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.classroom import Submission
from coursekit.errors import CourseError
from coursekit.grading import run
from coursekit.manifest import Course
from grading_helpers import cell_scores, hand_in, made_up_class
from serving import free_port

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    host, port = "127.0.0.1", address.rpartition(":")[2]
    processes = []
    with (tmp_path / "dask.log").open("wb") as log:

        def start(*words: str) -> subprocess.Popen[bytes]:
            code = f"import sys; from distributed.cli.dask_{words[0]} import main; sys.exit(main())"
            command = [sys.executable, "-c", code, *words[1:]]
            processes.append(subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log))
            return processes[-1]

        start("scheduler", "--host", host, "--port", port, "--no-dashboard")
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", host)
        workers = [start("worker", address, "--name", name, *options) for name in ("one", "two")]
        _wait_for_workers(address, 2)
        yield address, workers
        for process in processes:
            process.kill()
            process.wait()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 60
    while True:
        try:
            with Client(address, timeout=5) as client:
                client.wait_for_workers(count, timeout=30)
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def test_a_class_is_graded_on_two_workers_although_one_is_killed(
    tiny: Course, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    lab = tiny.labs[0]
    perfect = next(one for one in made_up_class(tiny, lab) if one.student == "perfect")
    submissions = [
        Submission(f"student-{number}", perfect.story, perfect.content, perfect.least, perfect.most)
        for number in range(30)
    ]
    hand_in(tiny, lab, submissions)
    threading.Timer(4, lambda: workers[0].send_signal(signal.SIGKILL)).start()
    summary = run.grade_class(tiny, lab, scheduler=address, out=io.StringIO())
    assert len(summary.graded) == 30
    assert summary.review == {}
    scores = cell_scores(tiny)
    assert {scores[one.student, "hidden-1-1"][0] for one in submissions} == {1.0}
    assert workers[1].poll() is None


def test_a_scheduler_that_is_not_there_is_named(tiny: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = tiny.labs[0]
    hand_in(tiny, lab, made_up_class(tiny, lab))
    monkeypatch.setattr("distributed.Client.__init__", _refused)
    with pytest.raises(CourseError, match="no Dask scheduler answers at tcp"):
        run.grade_class(tiny, lab, scheduler="tcp://127.0.0.1:1", out=io.StringIO())


def _refused(*_: object, **__: object) -> None:
    raise OSError("refused")
