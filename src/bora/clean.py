"""A clean process: one that knows nothing of this one, to see what a parcel is worth to somebody else."""

import functools
import io
import os
import shutil
import site
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

run_instead: "Callable[[str, Path], subprocess.CompletedProcess[str]] | None" = None
"""Set by who has sandboxes of its own, as graders do: runs the code of `run_clean` in one of these."""

_SEEN = ("/usr", "/etc/ssl", "/etc/fonts", "/etc/alternatives", "/etc/localtime")
_LINKS = ("bin", "sbin", "lib", "lib64")


def run_clean(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python `code` in a new process with `folder` as its working directory; `stdout` and `stderr` are texts.

    Python starts in its isolated mode: no settings of ours, no paths but those of the installed packages. Where
    bubblewrap can be used (Linux), the process also has no network, and of the disk sees nothing but the system and the
    installed packages, which it cannot change, and `folder`: so code that hides in a parcel can do no harm. Let
    it print what you want to know: what it leaves in its folder may be gone.
    """
    if run_instead is not None:
        return run_instead(code, folder.resolve())
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run([*walls(folder.resolve()), *command], cwd=folder, capture_output=True, text=True, check=False)


def packed(folder: Path) -> bytes:
    """What is in a folder, as a tar archive: for who runs the code elsewhere."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.add(folder, ".")
    return content.getvalue()


def installed() -> list[Path]:
    """What a Python process needs to see of the disk: the system and the installed packages, links resolved."""
    places = (*_SEEN, sys.prefix, sys.base_prefix, *site.getsitepackages())
    return list(dict.fromkeys(Path(place).resolve() for place in places if Path(place).exists()))


def walls(folder: Path) -> list[str]:
    """The words before a command that let it see nothing but `folder`; none where no walls can be built."""
    if not _can_build_walls():
        return []
    places = [str(place) for place in installed()]
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--setenv", "PATH", os.defpath, "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"),
        *("--setenv", "OMP_NUM_THREADS", "1", "--setenv", "MLFLOW_DISABLE_TELEMETRY", "true"),
        # the environment may lie below /tmp, and so may the folder: what is empty comes first
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *(word for place in places for word in ("--ro-bind", place, place)),
        *(word for name in _LINKS for word in ("--symlink", f"usr/{name}", f"/{name}")),
        *("--bind", str(folder), str(folder), "--chdir", str(folder), "--"),
    ]


@functools.cache
def _can_build_walls() -> bool:
    """Whether bubblewrap is there and may be used; inside another sandbox, for example, it may not."""
    if not sys.platform.startswith("linux") or not shutil.which("bwrap"):
        return False
    trial = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--", "/bin/true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0
