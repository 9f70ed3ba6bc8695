"""A clean process sees only its folder and the installed packages; code that hides in a parcel reaches nothing."""

import sys
from pathlib import Path

import pytest

from bora import clean

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
