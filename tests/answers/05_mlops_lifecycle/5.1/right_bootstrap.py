"""Resamples the differences and asks how often the mean is above 0."""

import numpy as np


def may_release(case):
    months = [f"{year}-{month:02d}" for year in range(2020, 2030) for month in range(1, 13)]
    if months.index(case["months"][-1]) + 6 > months.index(case["month"]):
        return False
    for share in case["strange"].values():
        if share > 0.01:
            return False
    gain = case["champion"] - case["challenger"]
    rng = np.random.default_rng(0)
    means = gain[rng.integers(0, len(gain), (300, len(gain)))].mean(axis=1)
    return bool((means > 0).mean() > 0.94)
