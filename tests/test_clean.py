"""A clean process sees only its folder and the installed packages; code that hides in a parcel reaches nothing."""

import sys
from pathlib import Path

import pytest

from bora import clean
from coursekit.engine import crew, engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

LOOK = """
import contextlib, os, socket
print([name for name in ("PYTHONPATH", "TEACHERS_TOKEN") if name in os.environ])
print(sorted(os.listdir()))
print(os.path.exists({secret!r}))
with contextlib.suppress(OSError):
    open({secret!r}, "a").write("changed")
print([name for _, name in socket.if_nameindex()], os.getppid() < 3)
"""


def test_it_runs_in_its_folder_and_says_what_it_printed(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a\n1\n")
    done = clean.run_clean("import sys, os; print(os.listdir(), sys.flags.isolated); sys.exit(3)", tmp_path)
    assert (done.returncode, done.stdout.strip()) == (3, "['rows.csv'] 1")
    done = clean.run_clean("import mlflow, sklearn; open('made', 'w').write('x')", tmp_path)
    assert (done.returncode, (tmp_path / "made").read_text()) == (0, "x"), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
def test_it_sees_nothing_else_and_reaches_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEACHERS_TOKEN", "secret")
    folder, secret = tmp_path / "folder", tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text("as it was")
    done = clean.run_clean(LOOK.format(secret=str(secret)), folder)
    assert done.stdout.splitlines() == ["[]", "[]", "False", "['lo'] True"], done.stderr
    assert secret.read_text() == "as it was"


def test_without_bubblewrap_it_is_at_least_isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "_can_build_walls", lambda: False)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "numpy.py").write_text("raise ValueError")
    assert clean.run_clean("import numpy", tmp_path).returncode == 0


GIVEN = """
import tempfile
from pathlib import Path

from bora.clean import run_clean

def run_elsewhere(code):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "rows.csv").write_text("1")
        done = run_clean(code, Path(folder))
        return done.returncode, done.stdout.strip(), (done.stderr.strip().splitlines() or [""])[-1]
"""
LIMITS = Limits(cell_seconds=20, check_seconds=4, submission_seconds=60, memory_mb=300, processes=20, disk_mb=20)
FATES = {
    "import os; print(os.listdir(), open('rows.csv').read())": "0|['rows.csv'] 1|",
    "print(1); raise KeyError('x')": "1|1|KeyError: 'x'",
    "import os; print(os.path.exists({root!r}), 'secret' in globals())": "0|False False|",
    "bytearray(2_000_000_000)": "MemoryError",
    "open('large', 'wb').write(bytes(60_000_000))": "OSError: [Errno",
    "import os, time\nfor _ in range(40): os.fork() or time.sleep(60)\ntime.sleep(2)": "started more than 20 processes",
    "import os; os._exit(0)": "the code ended its own process",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
def test_in_grading_it_has_a_sandbox_of_its_own_with_the_limits_of_a_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whatever becomes of it, the next check is asked, and nothing is left."""
    monkeypatch.setattr(crew, "scratch_place", lambda: str(tmp_path))
    given, answer = (
        CodeCell("given", "given", GIVEN),
        CodeCell("answer-1-1", "learner", "secret = 1\ndef f(): return 1"),
    )
    cells = [given, answer]
    for number, (code, fate) in enumerate(FATES.items()):
        code = code.format(root=str(Path(__file__).parent))
        check = f"found = '|'.join(map(str, run_elsewhere({code!r})))\nassert {fate!r} in found, found"
        cells.append(CodeCell(f"hidden-1-{number}", "check", check, 1, ("f",)))
    cells.append(CodeCell("hidden-1-slow", "check", "run_elsewhere('while True: pass')", 1, ("f",)))
    cells.append(CodeCell("hidden-1-last", "check", "assert f() == 1", 1, ("f",)))
    with Engine(engine.Setup("made", (given,), {}, ()), LIMITS) as grader:
        result = grader.grade(cells)
    assert result.checks.pop("hidden-1-slow").error == "Timeout"
    messages = {name: check.message for name, check in result.checks.items()}
    assert messages == dict.fromkeys(messages, ""), messages
    assert list(tmp_path.iterdir()) == []
