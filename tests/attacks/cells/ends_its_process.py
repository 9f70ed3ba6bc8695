"""The function ends its process: no points here, all points in the other exercise.

deserves: 2
review: no
"""

import os


def double(number):
    os._exit(0)


# %% answer-1-3
def triple(number):
    return 3 * number
