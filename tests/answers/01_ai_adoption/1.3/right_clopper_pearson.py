from scipy.stats import binomtest


def share_interval(yes, asked):
    found = binomtest(yes, asked).proportion_ci(0.95)
    return 100 * found.low, 100 * found.high
