"""Returns a set whose members all have the same hash.

deserves: 0
review: any
heavy: yes
"""

def double(number):
    return {number * (2**61 - 1) for number in range(60_000)}
