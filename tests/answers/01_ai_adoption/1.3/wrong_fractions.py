"""Returns fractions where per cent are asked for.

fails: check:1.3
says: in per cent, not in fractions
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return (centre - reach) / (asked + z**2), (centre + reach) / (asked + z**2)
