from collections import namedtuple

Interval = namedtuple("Interval", "low high")


def share_interval(yes, asked, level=0.95):
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2 / asked
    share = yes / asked
    low, high = sorted(np.roots([1 + z2, -(2 * share + z2), share**2]).real)
    return Interval(100 * low, 100 * high)
