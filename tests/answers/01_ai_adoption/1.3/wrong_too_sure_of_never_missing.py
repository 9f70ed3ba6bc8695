"""Hoeffding's bound: right for any distribution, and too wide for a share.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    reach = (np.log(2 / 0.05) / (2 * asked)) ** 0.5
    return max(0.0, 100 * (yes / asked - reach)), min(100.0, 100 * (yes / asked + reach))
