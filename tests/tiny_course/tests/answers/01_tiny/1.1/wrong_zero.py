"""Refuses zero.

fails: hidden:1.1
says: Zero
"""


def double(number):
    if number < 0:
        raise ValueError
    return 2 * number if number else 1
