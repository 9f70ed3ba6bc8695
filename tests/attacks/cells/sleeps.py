"""Sleeps in the check.

deserves: 2
review: no
heavy: yes
"""

import time


def double(number):
    time.sleep(3600)


# %% answer-1-3
def triple(number):
    return 3 * number
