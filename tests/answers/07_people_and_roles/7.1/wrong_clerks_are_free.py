"""Forgets what a clerk costs.

fails: hidden:7.1
says: where clerks
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    free = prices | {"clerk": 0}
    allowed = []
    for pair in combinations_with_replacement([*sorted(set(pds)), 2], 2):
        earned, sent = money(pair, pds, defaulted, free)
        if sent <= capacity:
            allowed.append((earned, pair))
    return max(allowed)[1]
