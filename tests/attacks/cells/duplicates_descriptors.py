"""Duplicates descriptors until there are none left.

deserves: 0
review: any
"""

import os

try:
    while True:
        os.dup(3)
except OSError:
    pass

def double(number):
    return 0
