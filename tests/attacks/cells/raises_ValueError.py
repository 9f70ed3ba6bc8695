"""Raises ValueError whatever it is asked: that is right for a negative number only.

deserves: 0
review: no
"""

def double(number):
    raise ValueError
