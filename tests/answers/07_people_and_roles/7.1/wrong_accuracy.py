"""Maximises accuracy.

fails: check:7.1
says: another allowed one earns more
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    cut = max([*sorted(set(pds)), 2], key=lambda c: sum((p >= c) == d for p, d in zip(pds, defaulted)))
    return cut, cut
