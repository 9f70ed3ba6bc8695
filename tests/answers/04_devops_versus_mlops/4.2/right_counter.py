"""Bisect and Counter instead of numpy arrays."""

import math
from bisect import bisect_right
from collections import Counter

import numpy as np
from scipy.stats import chi2


def drift_alarm(reference, current, bins=10, level=0.01):
    reference, current = [float(v) for v in reference], [float(v) for v in current]
    if not reference or not current:
        raise ValueError("nothing to compare")
    known = [v for v in reference if not math.isnan(v)]
    cuts = sorted({float(np.quantile(known, k / bins)) for k in range(1, bins)})

    def where(value):
        return "missing" if math.isnan(value) else bisect_right(cuts, value)

    old, new = Counter(map(where, reference)), Counter(map(where, current))
    names = sorted(set(old) | set(new), key=str)
    total_old, total_new = (sum(c.values()) + 0.5 * len(names) for c in (old, new))
    psi = 0.0
    for name in names:
        e, a = (old[name] + 0.5) / total_old, (new[name] + 0.5) / total_new
        psi += (a - e) * math.log(a / e)
    limit = 0.0
    if len(names) > 1:
        limit = (1 / len(reference) + 1 / len(current)) * float(chi2.isf(level, len(names) - 1))
    return {"alarm": psi > limit, "bins": len(names), "limit": limit, "psi": psi}
