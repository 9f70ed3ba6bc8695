"""The textbook interval, cut off at 0 and 100.

fails: check:1.3
says: Does the share p itself stand under the root?
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = yes / asked
    reach = z * (p * (1 - p) / asked) ** 0.5
    return 100 * max(0.0, p - reach), 100 * min(1.0, p + reach)
