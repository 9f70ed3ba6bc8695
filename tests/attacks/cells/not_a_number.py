"""Returns nan, inf and other numbers that confuse comparisons.

deserves: 0
review: no
"""

import decimal
import fractions

import numpy as np

odd = iter([float("nan"), np.float64("nan"), float("inf"), decimal.Decimal("NaN"), 8j, np.array(8j), True])


def double(number):
    return next(odd)
