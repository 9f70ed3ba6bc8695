"""Sends as many to clerks as it likes.

fails: check:7.1
says: your pair sends 3 applicants there
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    """The pair (low, high) that earns most with at most `capacity` applicants at the clerks."""
    edges = [*sorted(set(pds)), 2]
    allowed = []
    for pair in combinations_with_replacement(edges, 2):
        earned, sent = money(pair, pds, defaulted, prices)
        if sent <= len(pds):
            allowed.append((earned, pair))
    return max(allowed)[1]
