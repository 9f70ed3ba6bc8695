"""Solves the quadratic with np.roots and returns a list."""

from scipy import stats


def share_interval(yes, asked, level=0.95):
    if not (0 < level < 1 and asked >= 1 and 0 <= yes <= asked):
        raise ValueError("outside the contract")
    z2 = stats.norm.ppf(0.5 + level / 2) ** 2
    p = yes / asked
    roots = np.roots([1 + z2 / asked, -(2 * p + z2 / asked), p * p])
    return sorted(float(100 * root) for root in roots.real)
