"""Draws the answers again: where nobody said yes, nobody ever will.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    drawn = np.random.default_rng(1).binomial(asked, yes / asked, 500)
    low, high = np.percentile(100 * drawn / asked, [2.5, 97.5])
    return float(low), float(high)
