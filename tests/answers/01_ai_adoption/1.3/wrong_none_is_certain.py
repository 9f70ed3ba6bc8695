"""Believes that none of a few, or all of a few, leaves no doubt.

fails: check:1.3
says: do eleven answers rule out every share above 0?
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    if yes in (0, asked):
        return 100 * yes / asked, 100 * yes / asked
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
