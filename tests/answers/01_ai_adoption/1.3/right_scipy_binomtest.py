"""scipy knows the interval: binomtest(...).proportion_ci(method="wilson"); a numpy array comes back."""

from scipy.stats import binomtest


def share_interval(yes, asked, level=0.95):
    if int(asked) < 1 or not 0 < level < 1 or not 0 <= yes <= asked:
        raise ValueError("bad input")
    found = binomtest(int(yes), int(asked)).proportion_ci(confidence_level=level, method="wilson")
    return np.array([found.low, found.high]) * 100
