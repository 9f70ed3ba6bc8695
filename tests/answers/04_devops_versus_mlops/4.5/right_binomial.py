"""An exact binomial test of the share just above the cut against the past."""

import numpy as np
from scipy.stats import binom


def cheats_at(month, past, cut):
    def above(values):
        return int(((values >= cut) & (values <= 1.12 * cut)).sum())

    honest = np.concatenate(past)
    share = above(honest) / len(honest)
    return bool(binom.sf(above(month) - 1, len(month), share) < 0.001)
