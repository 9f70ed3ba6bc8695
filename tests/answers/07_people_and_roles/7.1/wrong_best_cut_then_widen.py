"""Finds the best single cut first and only widens it upwards.

fails: check:7.1
says: another allowed one earns more
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    edges = [*sorted(set(pds)), 2]
    cut = max(edges, key=lambda edge: money((edge, edge), pds, defaulted, prices)[0])
    best = (cut, cut)
    for high in edges:
        if high >= cut and money((cut, high), pds, defaulted, prices)[1] <= capacity:
            if money((cut, high), pds, defaulted, prices)[0] > money(best, pds, defaulted, prices)[0]:
                best = (cut, high)
    return best
