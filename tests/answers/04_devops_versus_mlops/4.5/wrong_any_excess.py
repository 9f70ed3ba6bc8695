"""Alarms whenever the pile is larger than in the past, with no room for chance.

fails: check:4.5
says: honest practice months you leave
"""

import numpy as np


def cheats_at(month, past, cut):
    def ratio(values):
        return ((values >= cut) & (values < 1.12 * cut)).sum() / ((values >= 0.75 * cut) & (values < cut)).sum()

    return bool(ratio(month) > 1.1 * ratio(np.concatenate(past)))
