"""Has learnt 1.96 by heart and ignores the level.

fails: check:1.3
says: Does z depend on the level?
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf(0.975)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
