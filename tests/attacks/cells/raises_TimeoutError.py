"""Raises TimeoutError whatever it is asked.

deserves: 0
review: no
"""

def double(number):
    raise TimeoutError
