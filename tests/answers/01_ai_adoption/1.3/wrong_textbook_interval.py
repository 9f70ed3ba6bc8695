"""The interval of the textbook, which has no width at none and all.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    share = yes / asked
    reach = 1.96 * (share * (1 - share) / asked) ** 0.5
    return 100 * (share - reach), 100 * (share + reach)
