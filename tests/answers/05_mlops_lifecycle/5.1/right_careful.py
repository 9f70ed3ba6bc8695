"""One-sided at 0.1 %."""

import numpy as np


def count(month):
    return 12 * int(month[:4]) + int(month[5:])


def may_release(case):
    gain = case["champion"] - case["challenger"]
    ago = count(case["month"]) - count(case["months"][-1])
    complete = ago >= 6
    clean = max(case["strange"].values()) <= 0.01
    better = gain.mean() > 3.09 * gain.std() / np.sqrt(len(gain))
    return bool(complete and clean and better)
