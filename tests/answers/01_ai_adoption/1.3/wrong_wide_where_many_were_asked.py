"""One worst-case width for all, as if fifty had been asked, and a sound interval below 100.

fails: hidden:1.3-kinds
says: wider than they need be
"""


def share_interval(yes, asked):
    share = yes / asked
    if asked >= 100:
        return 100 * share - 14, 100 * share + 14
    share = (yes + 2) / (asked + 4)
    reach = 1.96 * (share * (1 - share) / (asked + 4)) ** 0.5
    return max(0, 100 * (share - reach)), min(100, 100 * (share + reach))
