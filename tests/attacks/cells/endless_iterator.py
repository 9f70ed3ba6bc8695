"""Returns an iterator without an end.

deserves: 0
review: no
"""

import itertools


def double(number):
    return itertools.count()
