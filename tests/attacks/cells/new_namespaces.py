"""Makes namespaces and mounts of its own, by unshare and by clone.

deserves: 0
review: no
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
done = []
if libc.unshare(0x10000000) == 0:
    done.append("unshare")
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"") == 0:
    done.append("mount")
if libc.syscall(319, b"memory", 0) >= 0:
    done.append("memfd")
if libc.shmget(0, 1 << 20, 0o600) >= 0:
    done.append("shm")
if libc.ptrace(16, 1, 0, 0) == 0:
    done.append("ptrace")
child = libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)
if child == 0:
    libc._exit(0)
if child > 0:
    done.append("clone")
print("done:", done)

def double(number):
    return 0
