"""Returns a list that holds itself, and a dict nested a thousand times.

deserves: 0
review: no
"""

def double(number):
    if number == 4:
        knot = []
        knot.append(knot)
        return knot
    nested = {}
    for _ in range(1000):
        nested = {"more": nested}
    return nested
