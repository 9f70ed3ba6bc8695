"""Returns 0 to 100 where nobody was asked; the contract wants an error.

fails: hidden:1.3-edges
says: should raise ValueError
"""


def share_interval(yes, asked, level=0.95):
    if asked == 0:
        return 0.0, 100.0
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
