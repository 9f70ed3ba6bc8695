"""Returns more than can be sent.

deserves: 0
review: no
"""

def double(number):
    return "8" * 70_000_000
