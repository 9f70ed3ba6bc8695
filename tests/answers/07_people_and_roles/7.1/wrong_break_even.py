"""Believes the PDs instead of counting euros on the table.

fails: check:7.1
says: another allowed one earns more
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    cut = prices["margin"] / (prices["margin"] + prices["loss"])
    near = sorted(pds, key=lambda p: abs(p - cut))[:capacity]
    pair = (min(near), max(near) + 1e-9) if near else (cut, cut)
    if money(pair, pds, defaulted, prices)[1] > capacity:
        pair = (cut, cut)
    return pair
