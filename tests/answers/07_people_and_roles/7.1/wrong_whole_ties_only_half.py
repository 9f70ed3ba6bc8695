"""Counts different PDs instead of applicants.

fails: check:7.1
says: your pair sends 3 applicants there
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    """The pair (low, high) that earns most with at most `capacity` applicants at the clerks."""
    edges = [*sorted(set(pds)), 2]
    allowed = []
    for pair in combinations_with_replacement(edges, 2):
        earned, sent = money(pair, pds, defaulted, prices)
        if len({p for p in pds if pair[0] <= p < pair[1]}) <= capacity:
            allowed.append((earned, pair))
    return max(allowed)[1]
