"""Honest: changes the folder.

deserves: 2
review: no
"""

import os

os.chdir("/tmp")

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number
