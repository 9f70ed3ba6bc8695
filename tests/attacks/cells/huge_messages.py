"""Error messages and tracebacks of many megabytes.

deserves: 0
review: any
"""

import sys


def double(number):
    raise ValueError("x" * 30_000_000)


def deep(number):
    return deep(number + 1)


try:
    deep(0)
except RecursionError:
    pass
sys.setrecursionlimit(20_000)
double(1)
