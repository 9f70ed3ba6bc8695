"""Compares counts with the past, so that a campaign looks like cheating.

fails: check:4.5
says: honest practice months you leave
"""

import numpy as np


def cheats_at(month, past, cut):
    def above(values):
        return int(((values >= cut) & (values < 1.12 * cut)).sum())

    return bool(above(month) > np.mean([above(values) for values in past]) * 1.15)
