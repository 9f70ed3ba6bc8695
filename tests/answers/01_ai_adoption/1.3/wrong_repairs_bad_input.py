"""Forgets a negative yes, and repairs an impossible level instead of refusing it.

fails: hidden:1.3-edges
says: should raise ValueError
"""


def share_interval(yes, asked, level=0.95):
    """Forgets the ends of the range for level (0 and 1 pass as a number) and a negative yes."""
    if asked < 1 or yes > asked:
        raise ValueError("more yes than asked, or nobody asked")
    if level <= 0 or level >= 1:
        level = 0.95
    z = NormalDist().inv_cdf((1 + level) / 2)
    mid = (yes + z * z / 2) / (asked + z * z)
    half = z / (asked + z * z) * abs(yes * (asked - yes) / asked + z * z / 4) ** 0.5
    return 100 * (mid - half), 100 * (mid + half)
