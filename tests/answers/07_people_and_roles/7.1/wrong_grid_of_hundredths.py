"""Tries hundredths only, though PDs may lie between two of them.

fails: hidden:7.1
says: Another allowed pair earns more
"""

def choose_cutoffs(pds, defaulted, prices, capacity):
    cuts = [i / 100 for i in range(102)]
    P, B = np.asarray(pds), np.asarray(defaulted)
    best = (-1e18, 0, 0)
    for a, b in combinations_with_replacement(cuts, 2):
        e, n = money((a, b), P, B, prices)
        if n <= capacity and e > best[0]:
            best = (e, a, b)
    return best[1], best[2]
