"""Running what nobody trusts: a Python script in a process of its own, in a folder that is thrown away.

Where bubblewrap is installed and allowed (Linux), the process sees nothing but Python and that folder, and has no
network. Elsewhere only the folder and an empty environment separate it from you: then run nothing in it but what
you have written yourself.
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

_PATIENCE = 30


def run(folder: Path, script: str) -> str:
    """Run the file `script` of `folder` there. Returns what it printed, or the last line of its error.

    Raises subprocess.TimeoutExpired after 30 seconds.
    """
    command = [*_walls(folder.resolve()), sys.executable, "-I", script]
    environment = {"PATH": os.defpath, **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_PATIENCE)
    lines = [line for line in (done.stdout if done.returncode == 0 else done.stderr).splitlines() if line.strip()]
    return lines[-1] if lines else ""


def walled() -> bool:
    """Whether bubblewrap is there and works."""
    return bool(_bubblewrap())


def _walls(folder: Path) -> list[str]:
    program = _bubblewrap()
    if not program:
        return []
    return [program, *_SEEN, "--bind", str(folder), str(folder), "--chdir", str(folder), "--"]


@functools.cache
def _bubblewrap() -> str:
    program = shutil.which("bwrap")
    if not program:
        return ""
    probe = subprocess.run([program, *_SEEN, "--", sys.executable, "-I", "-c", ""], capture_output=True, check=False)
    return program if probe.returncode == 0 else ""


def _seen() -> list[str]:
    """Read-only: the system's programs and this Python; of /tmp and the home folder nothing else."""
    places = {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", sys.prefix, sys.base_prefix}
    ties = [part for place in sorted(places) if Path(place).exists() for part in ("--ro-bind", place, place)]
    return ["--unshare-all", "--die-with-parent", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", *ties]


_SEEN = _seen()
