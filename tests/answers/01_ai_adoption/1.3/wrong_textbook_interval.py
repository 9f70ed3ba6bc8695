"""The textbook interval around yes / asked, which can leave 0 to 100.

fails: check:1.3
says: no share is above 100 per cent
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = yes / asked
    reach = z * (p * (1 - p) / asked) ** 0.5
    return 100 * (p - reach), 100 * (p + reach)
