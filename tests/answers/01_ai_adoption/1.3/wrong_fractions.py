"""Fractions from 0 to 1.

fails: check:1.3
says: in per cent, not in fractions
"""


def share_interval(yes, asked):
    yes, asked = yes + 2, asked + 4
    share = yes / asked
    reach = 1.96 * (share * (1 - share) / asked) ** 0.5
    return share - reach, share + reach
