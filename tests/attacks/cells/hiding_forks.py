"""Forks that cannot be looked at: not dumpable, in sessions of their own.

deserves: 2
review: yes
says: processes
heavy: yes
"""

import ctypes
import os
import time

ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
for _ in range(100):
    if os.fork() == 0:
        os.setsid()
        time.sleep(3600)
time.sleep(3600)


# %% answer-1-3
def triple(number):
    return 3 * number
