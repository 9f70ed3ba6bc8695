"""Also takes levels such as 95, in per cent.

fails: hidden:1.3-edges
says: should raise ValueError
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or level <= 0 or level == 1:
        raise ValueError("outside the contract")
    level = level / 100 if level > 1 else level
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
