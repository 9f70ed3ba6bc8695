"""Uses the lesson's pile test, which takes every honest heap at a round number for cheating.

fails: check:4.5
says: honest practice months you leave
"""

import numpy as np


def cheats_at(month, past, cut):
    above = ((month >= cut) & (month < 1.12 * cut)).sum()
    below = ((month >= 0.88 * cut) & (month < cut)).sum()
    return bool((above - below) / np.sqrt(above + below) > 2.33)
