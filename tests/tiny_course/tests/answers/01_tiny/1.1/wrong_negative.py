"""Doubles what is negative.

fails: hidden:1.1
says: should raise ValueError
"""


def double(number):
    return 2 * number
