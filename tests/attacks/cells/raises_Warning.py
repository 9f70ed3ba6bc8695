"""Raises Warning whatever it is asked.

deserves: 0
review: no
"""

def double(number):
    raise Warning
