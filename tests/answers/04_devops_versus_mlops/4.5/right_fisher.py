"""Fisher's exact test on the table of above and below, now and then."""

import numpy as np
from scipy.stats import fisher_exact


def cheats_at(month, past, cut):
    def row(values):
        return [int(((values >= cut) & (values < 1.1 * cut)).sum()), int(((values >= 0.6 * cut) & (values < cut)).sum())]

    table = [row(month), row(np.concatenate(past))]
    return bool(fisher_exact(table, alternative="greater").pvalue < 0.003)
