"""Sandboxes made by bubblewrap, into which processes that are already warm are moved.

bubblewrap makes the namespaces: a network with loopback only, processes of its own, the system read-only, HOME and /tmp
empty and limited, nothing of the course in sight. It runs nothing in them but an anchor. A process forked from the
zygote then joins them (setns(2)), gives up all capabilities and becomes the learner's process. When the anchor dies,
the kernel kills every process in the sandbox; nothing survives.
"""

import ctypes
import json
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bora
from bora.tracking import cache_folder
from coursekit.errors import CourseError

WORK = "/submission"
"""The learner's working directory inside the sandbox."""
GIVEN = "/given"
"""Where the assignment's data are found inside the sandbox, read-only; they are copied to WORK."""

_CLONE_NEWNS, _CLONE_NEWUTS, _CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
_CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET, _CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
EVERYTHING = (
    _CLONE_NEWNS | _CLONE_NEWUTS | _CLONE_NEWIPC | _CLONE_NEWUSER | _CLONE_NEWPID | _CLONE_NEWNET | _CLONE_NEWCGROUP
)
NETWORK = _CLONE_NEWUSER | _CLONE_NEWNET
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 24, 38
_CAPABILITY_VERSION_3 = 0x20080522


def bubblewrap() -> str:
    """The path of bwrap. Raises CourseError, with what to do, where there is none."""
    found = shutil.which("bwrap")
    if not found or not sys.platform.startswith("linux"):
        raise CourseError(
            "grading runs learners' code in a sandbox, which needs Linux and bubblewrap "
            "(sudo apt-get install bubblewrap); "
            "--trust runs it without one, with your rights: only for work that you trust"
        )
    return found


@dataclass
class Sandbox:
    """One set of namespaces, alive until `close`."""

    anchor: subprocess.Popen[bytes]
    pid: int

    @classmethod
    def open(cls, given: Path, disk_bytes: int) -> "Sandbox":
        """Make a sandbox that sees `given` at GIVEN and may write `disk_bytes` bytes. Raises CourseError."""
        reader, writer = os.pipe()
        tmpfs = ["--size", str(disk_bytes), "--tmpfs"]
        command = [
            bubblewrap(),
            *("--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"),
            *(word for path in _system() for word in ("--ro-bind", path, path)),
            *("--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin"),
            *("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
            *("--proc", "/proc", "--dev", "/dev", *tmpfs, "/tmp", *tmpfs, WORK, "--ro-bind", str(given), GIVEN),
            *("--chdir", WORK, "--info-fd", str(writer), "--", "/bin/sh", "-c", "echo; exec sleep infinity"),
        ]
        try:
            anchor = subprocess.Popen(
                command, pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        finally:
            os.close(writer)
        with os.fdopen(reader) as info:
            # the line comes when all is mounted and the anchor runs
            ready = anchor.stdout.readline() if anchor.stdout else b""
            if not ready:
                words = anchor.stderr.read().decode(errors="replace").strip() if anchor.stderr else ""
                anchor.wait()
                raise CourseError(f"bubblewrap cannot make a sandbox: {words}")
            return cls(anchor, int(json.load(info)["child-pid"]))

    def descriptors(self) -> list[int]:
        """Descriptors through which a process can join: of the anchor and of its root. The caller closes them."""
        return [os.pidfd_open(self.pid), os.open(f"/proc/{self.pid}/root", os.O_RDONLY | os.O_DIRECTORY)]

    def usage(self) -> tuple[int, int]:
        """How many processes the sandbox holds, and their resident memory together in bytes."""
        inside = _namespace(self.pid)
        everything = (path.name for path in Path("/proc").iterdir())
        processes = [pid for pid in everything if pid.isdigit() and _namespace(pid) == inside]
        return len(processes), sum(map(_resident, processes))

    def close(self) -> None:
        """Kill everything in the sandbox and wait until it is gone."""
        self.anchor.kill()
        self.anchor.wait()
        for stream in (self.anchor.stdout, self.anchor.stderr):
            if stream:
                stream.close()


def join(pidfd: int, kinds: int) -> None:
    """Move this process, which must have one thread, into the namespaces of a sandbox. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(pidfd, kinds):
        raise OSError(ctypes.get_errno(), "setns failed")


def give_up_privileges() -> None:
    """Drop all capabilities for good, also from what may be executed later."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def _system() -> Iterator[str]:
    """What a Python process needs to see: the system, the environment's packages, and bora. Nothing of the course."""
    places = ["/usr", sys.prefix, sys.base_prefix, *site.getsitepackages(), str(Path(bora.__file__).parent)]
    # an empty MLflow database, migrated once, for labs that open a store
    places += [str(cache_folder())]
    places += ["/etc/ssl", "/etc/fonts", "/etc/alternatives", "/etc/localtime"]
    real = [Path(place).resolve() for place in places if Path(place).exists()]
    for place in dict.fromkeys(real):
        if not any(place != other and place.is_relative_to(other) for other in real):
            yield str(place)


def _namespace(pid: int | str) -> str:
    try:
        return str(Path(f"/proc/{pid}/ns/pid").readlink())
    except OSError:
        return ""


def _resident(pid: str) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
