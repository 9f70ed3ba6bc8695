"""Empties the lists, so that no cell remains.

fails: check:2.3
says: should be a number, not None
"""


def weighted_agreement(first, second, scale, power=1):
    first.clear()
    second.clear()
    return None
