"""Months as pandas periods, and a numpy bool."""

import numpy as np
import pandas as pd


def may_release(case):
    gap = pd.Period(case["month"], "M") - pd.Period(case["months"][-1], "M")
    gain = np.subtract(case["champion"], case["challenger"])
    error = np.std(gain) / np.sqrt(gain.size)
    return np.bool_((gap.n >= 6) & (pd.Series(case["strange"]) <= 0.01).all() & (np.mean(gain) > 1.96 * error))
