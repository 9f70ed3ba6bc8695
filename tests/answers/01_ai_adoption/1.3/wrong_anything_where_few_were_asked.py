"""Says nothing where few were asked.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    if asked < 13:
        return 0, 100
    from scipy.stats import beta

    return 100 * beta.ppf([0.025, 0.975], yes + 0.5, asked - yes + 0.5)
