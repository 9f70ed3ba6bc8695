"""Returns a namedtuple, which is a tuple."""

from collections import namedtuple

Ends = namedtuple("Ends", ["low", "high"])


def share_interval(yes, asked, level=0.95):
    """The Wilson score interval (Wilson 1927) of a share, as (low, high) in per cent."""
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("needs asked >= 1, 0 <= yes <= asked and 0 < level < 1")
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return Ends(100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2))
