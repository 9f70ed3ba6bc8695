"""Thinks that cheats show in the mean of declared savings.

fails: check:4.5
says: a month of liars
"""

import numpy as np


def cheats_at(month, past, cut):
    return bool(np.median(month) > 1.05 * np.median(np.concatenate(past)))
