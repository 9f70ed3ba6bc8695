"""Returns an integer of a million digits.

deserves: 0
review: no
"""

def double(number):
    return 10**1_000_000
