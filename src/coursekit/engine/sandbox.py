"""Sandboxes made by bubblewrap, into which processes that are already warm are moved.

bubblewrap makes the namespaces: a network with loopback only, processes of its own, the system read-only, HOME and /tmp
empty and limited, nothing of the course in sight. It runs nothing in them but an anchor. A process forked from the
zygote then joins them (setns(2)), gives up all capabilities, refuses itself some system calls (seccomp) and becomes
the learner's process. When the anchor dies, the kernel kills every process in the sandbox; nothing survives.
"""

import ctypes
import errno
import json
import os
import platform
import select
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bora
from bora.clean import installed
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
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 24, 38, 22, 2
_CAPABILITY_VERSION_3 = 0x20080522
_PROTECTED = ("sys", "fs", "bus", "irq", "acpi", "scsi", "mtrr", "keys", "timer_list")
"""Of /proc: what root, even without capabilities, may change for the whole machine. All of it is read-only inside."""
_CLOSING_SECONDS = 20

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_NEW_PROCESS = {"clone": (56, 220), "clone3": (435, 435)}
_REFUSED = {
    # new namespaces and mounts: the way to more rights, and to disks without a limit
    **{"unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41)},
    **{"open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "mount_setattr": (442, 442)},
    **{"open_by_handle_at": (304, 265)},
    # memory that is counted neither for a process nor for a disk
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "mq_open": (240, 180)},
    # what no answer needs, and has been a way into the kernel or into other processes
    **{"keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280)},
    **{"perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425)},
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
}
"""System calls that a learner's process may not make: their numbers on the two kinds of machine."""


def bubblewrap() -> str:
    """The path of bwrap. Raises CourseError, with what to do, where there is none."""
    found = shutil.which("bwrap")
    if not found or not sys.platform.startswith("linux"):
        raise CourseError(
            "grading runs learners' code in a sandbox, which needs Linux and bubblewrap "
            "(sudo apt-get install bubblewrap); "
            "--trust runs it without one, with your rights: only for work that you trust"
        )
    if platform.machine() not in _MACHINES:
        raise CourseError(f"there is no sandbox for a {platform.machine()}, only for {' and '.join(_MACHINES)}")
    return found


@dataclass
class Sandbox:
    """One set of namespaces, alive until `close`."""

    anchor: subprocess.Popen[bytes]
    pid: int
    first: int
    """A descriptor of the first process inside, which is gone only when all others are."""

    @classmethod
    def open(cls, given: Path, disk_bytes: int) -> "Sandbox":
        """Make a sandbox that sees `given` at GIVEN and may write `disk_bytes` bytes. Raises CourseError."""
        reader, writer = os.pipe()
        tmpfs = ["--size", str(disk_bytes), "--tmpfs"]
        protected = [f"/proc/{name}" for name in _PROTECTED if Path("/proc", name).exists()]
        command = [
            bubblewrap(),
            *("--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"),
            *("--cap-drop", "ALL"),
            # first what is empty: the Python environment may lie below /tmp, and must not be covered
            *("--dev", "/dev", *tmpfs, "/dev/shm", *tmpfs, "/tmp", *tmpfs, WORK, "--ro-bind", str(given), GIVEN),
            *(word for path in _system() for word in ("--ro-bind", path, path)),
            *("--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin"),
            *("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
            *("--proc", "/proc", *(word for path in protected for word in ("--ro-bind", path, path))),
            # the two that bubblewrap makes itself have no limit
            *("--remount-ro", "/dev", "--remount-ro", "/"),
            *("--chdir", WORK, "--info-fd", str(writer), "--", "/bin/sh", "-c", "echo; exec cat"),
        ]
        try:
            # it ends when the pipe to it does: --die-with-parent misses a parent that dies while bubblewrap starts
            pipe = subprocess.PIPE
            anchor = subprocess.Popen(command, pass_fds=[writer], stdin=pipe, stdout=pipe, stderr=pipe)
        finally:
            os.close(writer)
        with os.fdopen(reader) as info:
            # the line comes when all is mounted and the anchor runs
            ready = anchor.stdout.readline() if anchor.stdout else b""
            if not ready:
                words = anchor.stderr.read().decode(errors="replace").strip() if anchor.stderr else ""
                anchor.wait()
                raise CourseError(f"bubblewrap cannot make a sandbox: {words}")
            pid = int(json.load(info)["child-pid"])
            return cls(anchor, pid, os.pidfd_open(pid))

    def descriptors(self) -> list[int]:
        """Descriptors through which a process can join: of the anchor and of its root. The caller closes them."""
        return [os.dup(self.first), os.open(f"/proc/{self.pid}/root", os.O_RDONLY | os.O_DIRECTORY)]

    def processes(self) -> list[str]:
        """The processes in the sandbox, by their numbers there. None can hide: it is the sandbox's own list."""
        return [name for name in os.listdir(f"/proc/{self.pid}/root/proc") if name.isdigit()]  # noqa: PTH208

    def usage(self, enough: int) -> tuple[int, int]:
        """How many bytes of memory the sandbox uses, its disks included, and how many files there are on them.

        Memory that processes share is counted for each of them, unless that would be more than `enough`: then it is
        looked at closely.
        """
        inside = Path(f"/proc/{self.pid}/root")
        processes = [inside / "proc" / name for name in self.processes()]
        memory = sum(map(_resident, processes))
        if memory > enough:
            memory = sum(map(_proportional, processes))
        disks = [os.statvfs(inside / place.lstrip("/")) for place in ("/dev/shm", "/tmp", WORK)]
        memory += sum((disk.f_blocks - disk.f_bfree) * disk.f_frsize for disk in disks)
        return memory, sum(disk.f_files - disk.f_ffree for disk in disks)

    def close(self) -> None:
        """Kill everything in the sandbox and wait until it is gone."""
        self.anchor.kill()
        self.anchor.wait()
        gone = select.poll()
        gone.register(self.first, select.POLLIN)
        gone.poll(_CLOSING_SECONDS * 1000)
        os.close(self.first)
        for stream in (self.anchor.stdin, self.anchor.stdout, self.anchor.stderr):
            if stream:
                stream.close()


def join(pidfd: int, kinds: int) -> None:
    """Move this process, which must have one thread, into the namespaces of a sandbox. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(pidfd, kinds):
        raise OSError(ctypes.get_errno(), "setns failed")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Be the one to whom processes below this one fall when their parents end, so that none is left as a zombie."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def give_up_privileges() -> None:
    """Drop all capabilities and some system calls for good, also for what may be executed later. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")
    program = _filter(*_MACHINES[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, and where they are
    described = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0):
        raise OSError(ctypes.get_errno(), "system calls could not be refused")


def _filter(machine: int, architecture: int) -> bytes:
    """A seccomp filter, as classic BPF: each instruction is (code, jump if true, jump if false, value)."""
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse = (answer, 0, 0, 0x00050000 | errno.EPERM)
    # struct seccomp_data: the number of the call at 0, the architecture at 4, the first argument at 16
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), refuse]
    steps += [(load, 0, 0, 0), (at_least, 0, 1, 0x40000000), refuse]
    for numbers in _REFUSED.values():
        steps += [(equal, 0, 1, numbers[machine]), refuse]
    # a filter cannot see the flags of clone3; where it "does not exist", the C library takes clone
    steps += [(equal, 0, 1, _NEW_PROCESS["clone3"][machine]), (answer, 0, 0, 0x00050000 | errno.ENOSYS)]
    steps += [(equal, 0, 3, _NEW_PROCESS["clone"][machine]), (load, 0, 0, 16), (any_bit, 0, 1, _CLONE_NEWUSER), refuse]
    steps += [(answer, 0, 0, 0x7FFF0000)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _system() -> Iterator[str]:
    """What a Python process needs to see: the system, the environment's packages, and bora. Nothing of the course."""
    # an empty MLflow database, migrated once, for labs that open a store
    real = [
        *installed(),
        *(place.resolve() for place in (Path(bora.__file__).parent, cache_folder()) if place.exists()),
    ]
    for place in dict.fromkeys(real):
        if not any(place != other and place.is_relative_to(other) for other in real):
            yield str(place)


def _resident(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _proportional(process: Path) -> int:
    """Resident memory, pages that several processes share divided among them."""
    try:
        words = (process / "smaps_rollup").read_text().split()
        return int(words[words.index("Pss:") + 1]) * 1024
    except (OSError, IndexError, ValueError):
        # gone, or it hides: then all of it counts
        return _resident(process)
