"""The largest PD is always refused.

fails: check:7.1
says: another allowed one earns more
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    """The pair (low, high) that earns most with at most `capacity` applicants at the clerks."""
    edges = sorted(set(pds))
    allowed = []
    for pair in combinations_with_replacement(edges, 2):
        earned, sent = money(pair, pds, defaulted, prices)
        if sent <= capacity:
            allowed.append((earned, pair))
    return max(allowed)[1]
