"""Two independent means, with a limit tuned until it seemed to fit.

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
    clean = max(case["strange"].values()) <= 0.01
    se = np.sqrt((case["champion"].var() + case["challenger"].var()) / len(gain))
    better = gain.mean() > 0.5 * se
    return bool(complete and clean and better)
