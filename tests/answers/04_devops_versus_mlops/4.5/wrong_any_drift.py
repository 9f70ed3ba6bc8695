"""Takes any change of the distribution (KS) for cheating.

fails: check:4.5
says: honest practice months you leave
"""

import numpy as np
from scipy.stats import ks_2samp


def cheats_at(month, past, cut):
    return bool(ks_2samp(month, np.concatenate(past)).pvalue < 0.05)
