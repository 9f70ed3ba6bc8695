"""Guesses the limit from the cases that it has seen.

fails: check:5.1
says: On the 200 practice cases your cost is
"""

import numpy as np


def count(month):
    return 12 * int(month[:4]) + int(month[5:])


def may_release(case):
    gain = case["champion"] - case["challenger"]
    ago = count(case["month"]) - count(case["months"][-1])
    complete = ago >= 6
    clean = max(case["strange"].values()) <= 0.006
    better = gain.mean() > 2.33 * gain.std() / np.sqrt(len(gain))
    return bool(complete and clean and better)
