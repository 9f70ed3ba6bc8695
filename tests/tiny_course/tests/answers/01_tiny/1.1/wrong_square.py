"""Squares.

fails: check:1.1
says: Twice the number
"""


def double(number):
    if number < 0:
        raise ValueError
    return number**2
