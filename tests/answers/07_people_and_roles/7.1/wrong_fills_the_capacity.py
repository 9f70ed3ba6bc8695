"""Fills all places at the clerks, whether it pays or not.

fails: hidden:7.1
says: Another allowed pair earns more where
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    allowed = []
    for pair in combinations_with_replacement([*sorted(set(pds)), 2], 2):
        earned, sent = money(pair, pds, defaulted, prices)
        if sent <= capacity:
            allowed.append((sent, earned, pair))
    return max(allowed)[2]
