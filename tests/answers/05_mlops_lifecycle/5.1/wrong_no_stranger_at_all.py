"""Allows no row out of contract.

fails: check:5.1
says: On the 200 practice cases your cost is
"""

import numpy as np


def may_release(case):
    year, month = map(int, case["month"].split("-"))
    first, second = map(int, case["months"][-1].split("-"))
    complete = 12 * (year - first) + month - second >= 6
    clean = max(case["strange"].values()) == 0
    gain = case["champion"] - case["challenger"]
    z = gain.mean() / (gain.std(ddof=1) / np.sqrt(len(gain)))
    return bool(complete and clean and z > 1.64)
