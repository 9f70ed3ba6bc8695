"""A plain wrong answer.

deserves: 0
review: no
"""

def double(number):
    return 0
