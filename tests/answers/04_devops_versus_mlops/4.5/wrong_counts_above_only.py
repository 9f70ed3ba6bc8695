"""Compares the count above the cut with past counts; a campaign alone makes it larger.

fails: check:4.5
says: honest practice months you leave
"""

def cheats_at(month, past, cut):
    count = lambda values: int(((np.asarray(values) >= cut) & (np.asarray(values) <= 1.12 * cut)).sum())
    return bool(count(month) > max(map(count, past)))
