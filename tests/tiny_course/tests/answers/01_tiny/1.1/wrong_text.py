"""Repeats the text.

fails: check:1.1
says: should be a number
"""


def double(number):
    return str(number) * 2
