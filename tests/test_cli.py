"""The command line says in a sentence what is wrong; nobody meets a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.manifest import Course


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from coursekit.cli import main; sys.exit(main())", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["build", "99"], "there is no lab '99'; the labs are 01_tiny"),
        (["judge", "nonsense"], "there is no lab 'nonsense'"),
        (["demo", "99"], "there is no lab '99'"),
        (["offline"], "offline needs a command"),
    ],
)
def test_a_wrong_request_gets_one_line(tiny: Course, words: list[str], says: str) -> None:
    done = run(tiny.root, *words)
    assert done.returncode == 1
    assert done.stderr.startswith("coursekit: ")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "check", "judge", "audit", "release", "demo"])
def test_outside_a_course_each_command_says_so(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command)
    assert done.returncode == 1
    assert "run this inside the course's folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = run(tmp_path, "grad")
    assert done.returncode == 2
    assert "build" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cutting off the network needs Linux")
def test_a_name_that_the_terminal_cannot_show_stops_nobody(tiny: Course) -> None:
    for name in ("Łukasz", "李"):
        folder = tiny.root / "inbox" / name
        folder.mkdir(parents=True)
        (folder / "readme.txt").write_text("no notebook")
    command = [sys.executable, "-c", "import sys; from coursekit.cli import main; sys.exit(main())", "collect", "01"]
    poor = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run([*command, "inbox"], cwd=tiny.root, env=poor, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"\\u674e" in done.stdout + done.stderr


@pytest.mark.slow
def test_slides_are_written_for_the_labs_that_are_named(tiny: Course) -> None:
    done = run(tiny.root, "slides", "01")
    assert (done.returncode, done.stdout) == (0, "wrote dist/slides/01_tiny.html\n"), done.stderr
    assert "http" not in (tiny.root / "dist" / "slides" / "01_tiny.html").read_text().partition("<body")[0]


def test_offline_leaves_nothing_but_loopback(capfd: pytest.CaptureFixture[str]) -> None:
    code = (
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), 2)\n"
        "print([name for _, name in socket.if_nameindex()])\n"
    )
    assert cli.main(["offline", sys.executable, "-c", code]) == 0
    assert capfd.readouterr().out.strip() == "['lo']"


def test_offline_says_what_to_install_without_bubblewrap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("coursekit.offline.shutil.which", lambda name: None)
    monkeypatch.setattr("coursekit.offline.sys.platform", "linux")
    assert cli.main(["offline", "true"]) == 1
    assert "apt-get install bubblewrap" in capsys.readouterr().err


def test_the_command_in_the_environment_is_this_one() -> None:
    script = Path(sys.executable).parent / "coursekit"
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True, env=dict(os.environ))
    for name in cli.COMMANDS:
        assert name in done.stdout


@pytest.mark.slow
def test_grading_and_the_demo_need_nothing_that_only_developers_install() -> None:
    code = (
        "import sys\n"
        "for name in ('jupytext', 'ruff', 'mypy', 'xdist', 'distributed'):\n"
        "    sys.modules[name] = None\n"
        "import coursekit.demo, coursekit.grading.run, coursekit.grading.feedback, coursekit.grading.receipts\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd="/")
