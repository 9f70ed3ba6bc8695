"""Sandboxes made by bubblewrap, into which processes that are already warm are moved.

bubblewrap makes the namespaces: a network with loopback only, processes of its own, the system read-only, HOME and /tmp
empty and limited, nothing of the course in sight. It runs nothing in them but an anchor, which starts without an
environment and under the filter that learners have. A process forked from the zygote then joins them (setns(2)), stops
being root where it is, gives up all capabilities, refuses itself some system calls (seccomp) and becomes the learner's
process, or an examiner. When the anchor dies, the kernel kills every process in the sandbox; nothing survives.
"""

import contextlib
import ctypes
import errno
import fcntl
import functools
import json
import os
import platform
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import bora
from bora.clean import installed
from bora.tracking import cache_folder
from coursekit.errors import CourseError, MachineFault

WORK = "/submission"
"""The learner's working directory inside the sandbox."""
GIVEN = "/given"
"""Where the assignment's data are found inside the sandbox, read-only; they are copied to WORK."""
NOBODY = 65_534
"""Who learners are where the grader is root: the owner of nothing, not even of /dev/null."""

_CLONE_NEWNS, _CLONE_NEWUTS, _CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
_CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET, _CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
_KINDS = _CLONE_NEWNS | _CLONE_NEWUTS | _CLONE_NEWIPC | _CLONE_NEWPID | _CLONE_NEWNET | _CLONE_NEWCGROUP
_NS_GET_USERNS = 0xB701
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 24, 38, 22, 2
_CAPABILITY_VERSION_3, _CAP_SYS_ADMIN = 0x20080522, 21
_PROTECTED = ("sys", "fs", "bus", "irq", "acpi", "scsi", "mtrr", "keys", "timer_list")
"""Of /proc: what root, even without capabilities, may change for the whole machine. All of it is read-only inside."""
_CLOSING_SECONDS = 20
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_MS_RDONLY, _MS_REMOUNT, _MS_BIND = 1, 32, 4_096
_KEPT_FLAGS = {2: 2, 4: 4, 8: 8, 1_024: 1_024, 2_048: 2_048, 4_096: 1 << 21}
"""What stays as it is when something is mounted anew: as statvfs(2) and as mount(2) call it."""
_DISKS = ("/dev/shm", "/tmp", WORK)

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
_SOCKET = {"socket": (41, 198), "socketpair": (53, 199)}
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 16)  # the last: what the C library asks about networks
_FCNTL, _F_SETPIPE_SZ = (72, 25), 1031


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


@dataclass(frozen=True)
class Usage:
    """What a sandbox uses: processes, threads, open files, CPU time so far, memory (disks too), files on its disks."""

    processes: int
    threads: int
    open_files: int
    cpu_seconds: float
    memory_bytes: int
    files: int


class Sandbox:
    """One set of namespaces, from `Sandbox(...)` to `close`. It is there when `wait` has returned."""

    def __init__(
        self, disk_bytes: int, given: Path | None = None, home: Path | None = None, beside: "Sandbox | None" = None
    ) -> None:
        """Start to make a sandbox with a few disks of `disk_bytes` bytes each.

        It sees `given` at GIVEN; `home` is the path of one more disk; its network, loopback only, is its own or that of
        the one `beside` it. Raises OSError, CourseError.
        """
        self._first, self.pid = -1, 0
        self._disks = (*_DISKS, str(home)) if home else _DISKS
        command = [*_command(disk_bytes, self._disks, given, beside is None)]
        with contextlib.ExitStack() as closing:
            network = closing.enter_context(beside._network()) if beside else []
            entering = [shutil.which("nsenter") or "nsenter", *network, "--"] if beside else []
            told, teller = _pipe(closing)
            rules, writer = _pipe(closing)
            writer.write(_filter())
            command[command.index("INFO")] = str(teller.fileno())
            command[command.index("FILTER")] = str(rules.fileno())
            passed = [
                teller.fileno(),
                rules.fileno(),
                *(int(word.rpartition("/")[2]) for word in network if "/" in word),
            ]
            # it ends when the pipe to it does: --die-with-parent misses a parent that dies while bubblewrap starts.
            # And it starts with an empty environment, for its own can be read from inside
            pipe = subprocess.PIPE
            self._anchor = subprocess.Popen(
                [*entering, *command], pass_fds=passed, stdin=pipe, stdout=pipe, stderr=pipe, env={}
            )
            self._told = os.fdopen(os.dup(told.fileno()), "rb")

    def wait(self) -> None:
        """Wait until everything is mounted and the anchor runs. Raises MachineFault with what bubblewrap says."""
        if self.pid:
            return
        ready = self._anchor.stdout.readline() if self._anchor.stdout else b""
        if not ready:
            words = self._anchor.stderr.read().decode(errors="replace").strip() if self._anchor.stderr else ""
            raise MachineFault(f"bubblewrap cannot make a sandbox: {words}")
        self.pid = int(json.load(self._told)["child-pid"])
        # gone only when all others in the sandbox are
        self._first = os.pidfd_open(self.pid)

    @contextlib.contextmanager
    def ways_in(self) -> Iterator[list[int]]:
        """Descriptors through which a process can join: of the anchor and of its root."""
        root = os.open(f"/proc/{self.pid}/root", os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield [self._first, root]
        finally:
            os.close(root)

    @contextlib.contextmanager
    def _network(self) -> Iterator[list[str]]:
        """The words that make nsenter(1) go into this network, and the user namespace that owns it."""
        with contextlib.ExitStack() as closing:
            network = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY)
            closing.callback(os.close, network)
            words = [f"--net=/proc/self/fd/{network}"]
            if not _is_in_charge():
                # not that of the anchor: bubblewrap has made another one for it
                owner = fcntl.ioctl(network, _NS_GET_USERNS)
                closing.callback(os.close, owner)
                words += [f"--user=/proc/self/fd/{owner}", "--preserve-credentials"]
            yield words

    def usage(self, enough: int) -> Usage:
        """What the sandbox uses now. Raises OSError where it has ended.

        Memory that processes share is counted for each of them, unless that would be more than `enough`: then it is
        looked at closely.
        """
        inside = Path(f"/proc/{self.pid}/root")
        # its own list: none can hide
        names = [name for name in os.listdir(inside / "proc") if name.isdigit()]  # noqa: PTH208
        processes = [inside / "proc" / name for name in names]
        found = [stat for stat in map(_stat, processes) if stat]
        memory = sum(stat.memory_bytes for stat in found)
        if memory > enough:
            memory = sum(map(_proportional, processes))
        disks = [os.statvfs(inside / place.lstrip("/")) for place in self._disks]
        return Usage(
            len(found),
            sum(stat.threads for stat in found),
            sum(stat.open_files for stat in found),
            sum(stat.cpu_seconds for stat in found),
            memory + sum((disk.f_blocks - disk.f_bfree) * disk.f_frsize for disk in disks),
            sum(disk.f_files - disk.f_ffree for disk in disks),
        )

    def kill(self) -> None:
        """Kill everything in the sandbox."""
        self._anchor.kill()

    def close(self) -> None:
        """Kill everything in the sandbox, wait until it is gone, and keep nothing of it."""
        self._anchor.kill()
        self._anchor.wait()
        if self._first >= 0:
            gone = select.poll()
            gone.register(self._first, select.POLLIN)
            gone.poll(_CLOSING_SECONDS * 1000)
            os.close(self._first)
        for stream in (self._told, self._anchor.stdin, self._anchor.stdout, self._anchor.stderr):
            if stream:
                stream.close()


def _pipe(closing: contextlib.ExitStack) -> tuple[BinaryIO, BinaryIO]:
    """The two ends of a pipe, which are closed with the stack."""
    ends = os.pipe()
    reader = closing.enter_context(os.fdopen(ends[0], "rb"))
    return reader, closing.enter_context(os.fdopen(ends[1], "wb", buffering=0))


@functools.cache
def _is_in_charge() -> bool:
    """Whether this process may make namespaces as it is: root, unless a container has taken that away."""
    status = Path("/proc/self/status").read_text()
    capabilities = int(re.search(r"^CapEff:\s*(\w+)$", status, re.MULTILINE)[1], 16)  # type: ignore[index]
    return os.geteuid() == 0 and bool(capabilities & 1 << _CAP_SYS_ADMIN)


def _command(disk_bytes: int, disks: Sequence[str], given: Path | None, own_network: bool) -> Iterator[str]:
    """The words that start bubblewrap; INFO and FILTER stand for two descriptors."""
    yield from (bubblewrap(), "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--unshare-net",) if own_network else ()
    # root needs no namespace to be allowed all this; and in one, the learner's root would be the machine's
    yield from () if _is_in_charge() else ("--unshare-user",)
    yield from ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--seccomp", "FILTER")
    # first what is empty: the Python environment may lie below /tmp, and must not be covered
    yield from ("--dev", "/dev")
    # the way to a place is open to its owner only, unless it is made before
    shown = [*_system()]
    ways = {str(parent) for place in (*shown, *disks) for parent in Path(place).parents}
    yield from (word for way in sorted(ways - {"/"}) for word in ("--perms", "0755", "--dir", way))
    for place in disks:
        yield from ("--perms", "1777", "--size", str(disk_bytes), "--tmpfs", place)
    yield from ("--ro-bind", str(given), GIVEN) if given else ()
    yield from (word for path in shown for word in ("--ro-bind", path, path))
    yield from ("--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin")
    yield from ("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64")
    protected = [f"/proc/{name}" for name in _PROTECTED if Path("/proc", name).exists()]
    yield from ("--proc", "/proc", *(word for path in protected for word in ("--ro-bind", path, path)))
    # the two that bubblewrap makes itself have no limit
    yield from ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WORK)
    yield from ("--info-fd", "INFO", "--", "/bin/sh", "-c", "echo; exec cat")


def join(ways_in: list[int]) -> None:
    """Move this process, which must have one thread, into a sandbox; its child goes on. Raises OSError."""
    pidfd, root = ways_in
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(pidfd, _KINDS | (0 if _is_in_charge() else _CLONE_NEWUSER)):
        raise OSError(ctypes.get_errno(), "the namespaces of the sandbox could not be joined")
    os.fchdir(root)
    os.chroot(".")
    if _is_in_charge():
        _freeze_devices(libc)
    # only a child is inside the new process namespace
    if os.fork():
        os._exit(0)
    # kill(0) reaches the whole process group, the outside included, so it gets a group of its own
    os.setsid()
    for descriptor in ways_in:
        os.close(descriptor)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Be the one to whom processes below this one fall when their parents end, so that none is left as a zombie."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _freeze_devices(libc: ctypes.CDLL) -> None:
    """The devices in a sandbox are the machine's: let nobody change their modes and times, which others see.

    An ordinary user owns none of them, and may not do this either.
    """
    for device in (f"/dev/{name}" for name in _DEVICES):
        flags = sum(to for at, to in _KEPT_FLAGS.items() if os.statvfs(device).f_flag & at)
        if libc.mount(None, device.encode(), None, flags | _MS_RDONLY | _MS_REMOUNT | _MS_BIND, None):
            raise OSError(ctypes.get_errno(), f"{device} could not be protected")


def give_away(folder: Path) -> None:
    """Let NOBODY own a folder and what is in it, where this process is root and will become NOBODY."""
    if _is_in_charge():
        for place, _, files in os.walk(folder):
            for path in (Path(place), *(Path(place, name) for name in files)):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def give_up_privileges() -> None:
    """Drop all capabilities and some system calls for good, also for what may be executed later. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if _is_in_charge():
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        # else what is its own in /proc would still belong to root
        libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")
    program = _filter()
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, and where they are
    described = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0):
        raise OSError(ctypes.get_errno(), "system calls could not be refused")


def _filter() -> bytes:
    """A seccomp filter, as classic BPF: each instruction is (code, jump if true, jump if false, value)."""
    machine, architecture = _MACHINES[platform.machine()]
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse, allow = (answer, 0, 0, 0x00050000 | errno.EPERM), (answer, 0, 0, 0x7FFF0000)
    # struct seccomp_data: the number of the call at 0, the architecture at 4, arguments (low halves) from 16 by 8
    number, first, second = (load, 0, 0, 0), (load, 0, 0, 16), (load, 0, 0, 24)
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), refuse]
    steps += [number, (at_least, 0, 1, 0x40000000), refuse]
    for numbers in _REFUSED.values():
        steps += [(equal, 0, 1, numbers[machine]), refuse]
    for numbers in _SOCKET.values():
        known = [(equal, len(_FAMILIES) - place, 0, family) for place, family in enumerate(_FAMILIES)]
        steps += [(equal, 0, len(known) + 3, numbers[machine]), first, *known, refuse, allow]
    # pipes hold memory that is counted for nobody
    steps += [(equal, 0, 4, _FCNTL[machine]), second, (equal, 0, 1, _F_SETPIPE_SZ), refuse, number]
    # a filter cannot see the flags of clone3; where it "does not exist", the C library takes clone
    steps += [(equal, 0, 1, _NEW_PROCESS["clone3"][machine]), (answer, 0, 0, 0x00050000 | errno.ENOSYS)]
    steps += [(equal, 0, 3, _NEW_PROCESS["clone"][machine]), first, (any_bit, 0, 1, _CLONE_NEWUSER), refuse]
    steps += [allow]
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


def _stat(process: Path) -> Usage | None:
    """What one process uses; None where it is gone. CPU time includes that of children that it has waited for."""
    try:
        # the name, which comes second and in parentheses, may hold anything
        words = (process / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    open_files = 0
    with contextlib.suppress(OSError):
        open_files = len(os.listdir(process / "fd"))  # noqa: PTH208
    ticks = sum(map(int, words[11:15]))
    memory = int(words[21]) * os.sysconf("SC_PAGE_SIZE")
    return Usage(1, int(words[17]), open_files, ticks / os.sysconf("SC_CLK_TCK"), memory, 0)


def _proportional(process: Path) -> int:
    """Resident memory, pages that several processes share divided among them."""
    try:
        words = (process / "smaps_rollup").read_text().split()
        return int(words[words.index("Pss:") + 1]) * 1024
    except (OSError, IndexError, ValueError):
        # gone, or it hides: then all of it counts
        stat = _stat(process)
        return stat.memory_bytes if stat else 0
