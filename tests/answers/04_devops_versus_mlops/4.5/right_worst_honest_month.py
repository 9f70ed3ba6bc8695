"""Compares with the honest months one by one and leaves a margin."""

import numpy as np


def cheats_at(month, past, cut):
    def ratio(values):
        above = np.count_nonzero((values >= cut) & (values < 1.12 * cut))
        below = np.count_nonzero((values >= 0.7 * cut) & (values < cut))
        return above / max(below, 1)

    honest = np.array([ratio(values) for values in past])
    return np.bool_(ratio(month) > honest.mean() + 3.3 * honest.std(ddof=1))
