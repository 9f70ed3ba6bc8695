"""Returns how suspicious the month is instead of a decision.

fails: check:4.5
says: should return True or False
"""

import numpy as np


def cheats_at(month, past, cut):
    above = ((month >= cut) & (month < 1.12 * cut)).mean()
    return float(above / np.mean([((values >= cut) & (values < 1.12 * cut)).mean() for values in past]))
