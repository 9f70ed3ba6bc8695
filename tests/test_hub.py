"""A real JupyterHub from hub/: two learners log in, hand in through nbgrader's exchange, and get their feedback.

The hub starts servers as other accounts, which only root may do. So that no account of the machine is touched, all of
it runs in a bubblewrap sandbox with accounts, homes and a network of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit import release
from coursekit.manifest import Course

ROOT = Path(__file__).parents[1]
ACCOUNTS = {"anna": 2001, "ben": 2002, "teacher": 2003}
ANSWERS = [f"tiny_course/tests/answers/01_tiny/1.1/{name}.py" for name in ("right_sum", "wrong_half")]


def accounts(folder: Path) -> list[str]:
    """The files in which a system keeps its accounts, and where bubblewrap shall lay them."""
    rows = [f"{name}:x:{number}:{number}::/home/{name}:/bin/sh\n" for name, number in ACCOUNTS.items()]
    groups = [f"{name}:x:{number}:\n" for name, number in ACCOUNTS.items()]
    (folder / "passwd").write_text("root:x:0:0::/root:/bin/sh\n" + "".join(rows))
    (folder / "group").write_text("root:x:0:\n" + "".join(groups))
    return [word for name in ("passwd", "group") for word in ("--ro-bind", str(folder / name), f"/etc/{name}")]


def homes(course: Course, folder: Path) -> None:
    """A home for each account, the course in the teacher's, and the package and the exchange in srv/."""
    shutil.copytree(course.root, folder / "home" / "teacher" / "course")
    roster = "id,name,email,login,canvas\nanna,Anna,,,\nben,Ben,,,\n"
    (folder / "home" / "teacher" / "course" / "students.csv").write_text(roster)
    for name, number in ACCOUNTS.items():
        home = folder / "home" / name
        home.mkdir(exist_ok=True)
        for path in (home, *home.rglob("*")):
            os.chown(path, number, number)
        home.chmod(0o700)
    exchange = folder / "srv" / "mlops-labs" / "exchange"
    exchange.mkdir(parents=True)
    exchange.chmod(0o777)


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may start others' servers")
def test_two_learners_on_a_hub_hand_in_and_get_their_feedback(
    tiny: Course, tmp_path: Path, edit: Callable[[Path, str, str], None]
) -> None:
    homes(tiny, tmp_path)
    packages = tmp_path / "srv" / "mlops-labs"
    release.write(tiny, packages / "mlops-labs.zip")
    edit(tiny.release(tiny.labs[0]), "returns twice the number", "gives back twice the number")
    release.write(tiny, packages / "newer.zip")
    # not ROOT itself, which may be for its owner only
    ours = [sys.base_prefix, sys.prefix, *(str(ROOT / name) for name in ("src", "hub", "tests"))]
    around = sorted({str(path) for name in ours for path in Path(name).parents} - {"/"})
    open_for_all = [word for path in around for word in ("--perms", "0755", "--dir", path)]
    bound = [word for path in ("/usr", "/etc", *ours) for word in ("--ro-bind", path, path)]
    links = [word for name in ("bin", "sbin", "lib", "lib64") for word in ("--symlink", f"usr/{name}", f"/{name}")]
    sandbox = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent", "--cap-add", "ALL"]
    own = ["--bind", str(tmp_path / "home"), "/home", "--bind", str(tmp_path / "srv"), "/srv", "--tmpfs", "/tmp"]
    here = ["--proc", "/proc", "--dev", "/dev", "--chmod", "1777", "/tmp", "--clearenv"]
    paths = ["--setenv", "PATH", f"{sys.prefix}/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp"]
    command = [sys.executable, str(ROOT / "tests" / "hub_drive.py"), str(ROOT), *ANSWERS]
    done = subprocess.run(
        [*sandbox, *open_for_all, *bound, *links, *own, *here, *accounts(tmp_path), *paths, "--", *command],
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.stdout.endswith("ALL WELL\n"), f"{done.stdout[-3000:]}\n{done.stderr[-5000:]}"
