"""Takes all the memory it can get, in many processes.

deserves: 2
review: yes
says: memory|took too long
heavy: yes
"""

import os
import time

for _ in range(12):
    if os.fork() == 0:
        hoard = b"x" * 200_000_000
        time.sleep(3600)
time.sleep(3600)


# %% answer-1-3
def triple(number):
    return 3 * number
