"""The high end first.

fails: check:1.3
says: should come first
"""


def share_interval(yes, asked):
    yes, asked = yes + 2, asked + 4
    share = yes / asked
    reach = 1.96 * (share * (1 - share) / asked) ** 0.5
    return 100 * (share + reach), 100 * (share - reach)
