"""Refuses snapshots that are older than ten months.

fails: hidden:5.1-edges
says: fifteen months ago
"""

import numpy as np


def count(month):
    return 12 * int(month[:4]) + int(month[5:])


def may_release(case):
    gain = case["champion"] - case["challenger"]
    ago = count(case["month"]) - count(case["months"][-1])
    complete = 6 <= ago <= 13
    clean = max(case["strange"].values()) <= 0.01
    better = gain.mean() > 2.33 * gain.std() / np.sqrt(len(gain))
    return bool(complete and clean and better)
