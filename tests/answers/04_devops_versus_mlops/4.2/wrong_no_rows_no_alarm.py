"""Calls a sample without rows fine instead of refusing it.

fails: check:4.2
says: drift_alarm without current rows
"""

import numpy as np
from scipy import stats


def drift_alarm(reference, current, bins=10, level=0.01):
    old, new = np.array(reference, float), np.array(current, float)
    if len(old) == 0 or len(new) == 0:
        return {"psi": 0.0, "limit": 0.0, "bins": 0, "alarm": False}
    cuts = np.unique(np.quantile(old[~np.isnan(old)], np.arange(1, bins) / bins))

    def counts(values):
        known = values[~np.isnan(values)]
        inside = np.bincount(np.searchsorted(cuts, known, side="right"), minlength=len(cuts) + 1)
        return np.append(inside, np.isnan(values).sum())

    c_old, c_new = counts(old), counts(new)
    kept = (c_old > 0) | (c_new > 0)
    c_old, c_new = c_old[kept] + 0.5, c_new[kept] + 0.5
    e, a = c_old / c_old.sum(), c_new / c_new.sum()
    psi = float(np.sum((a - e) * np.log(a / e)))
    limit = (1 / len(old) + 1 / len(new)) * stats.chi2.ppf(1 - level, kept.sum() - 1) if kept.sum() > 1 else 0.0
    return {"psi": psi, "limit": float(limit), "bins": int(kept.sum()), "alarm": bool(psi > limit)}
