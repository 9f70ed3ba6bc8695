"""Raises a group of exceptions where a ValueError is asked for.

deserves: 1
review: no
"""

def double(number):
    if number < 0:
        raise ExceptionGroup("many", [ValueError("one of them")])
    return 2 * number
