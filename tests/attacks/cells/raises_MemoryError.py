"""Raises MemoryError whatever it is asked.

deserves: 0
review: no
"""

def double(number):
    raise MemoryError
