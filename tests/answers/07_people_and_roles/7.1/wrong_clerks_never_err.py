"""Takes clerks for infallible.

fails: hidden:7.1
says: Another allowed pair earns more where
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    sure = prices | {"clerk_right": 1}
    allowed = []
    for pair in combinations_with_replacement([*sorted(set(pds)), 2], 2):
        earned, sent = money(pair, pds, defaulted, sure)
        if sent <= capacity:
            allowed.append((earned, pair))
    return max(allowed)[1]
