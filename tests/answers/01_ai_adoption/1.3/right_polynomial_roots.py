def share_interval(yes, asked, level=0.95):
    """The two roots of the squared inequality, found by numpy."""
    if not (asked >= 1 and 0 <= yes <= asked and 0 < level < 1):
        raise ValueError("impossible counts or level")
    z2 = NormalDist().inv_cdf(0.5 + level / 2) ** 2
    p = yes / asked
    roots = np.roots([1 + z2 / asked, -(2 * p + z2 / asked), p * p])
    low, high = sorted(np.real(roots).tolist())
    return [max(0.0, 100 * low), min(100.0, 100 * high)]
