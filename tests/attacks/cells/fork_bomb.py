"""Forks without an end (a bounded one, in case that it is not stopped).

deserves: 2
review: yes
says: processes
heavy: yes
"""

import os
import time

for _ in range(600):
    if os.fork() == 0:
        time.sleep(3600)
time.sleep(3600)


# %% answer-1-3
def triple(number):
    return 3 * number
