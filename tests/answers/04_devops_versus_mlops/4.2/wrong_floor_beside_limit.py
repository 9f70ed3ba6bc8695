"""Adds a floor of its own beside the limit, because significant is not important.

fails: check:4.2
says: no other limit counts
"""

def drift_alarm(reference, current, bins=10, level=0.01):
    ref, cur = np.asarray(reference, float), np.asarray(current, float)
    if not len(ref) or not len(cur):
        raise ValueError("no rows")
    cuts = np.unique(np.quantile(ref[~np.isnan(ref)], np.arange(1, bins) / bins))
    r, c = (np.append(np.bincount(np.searchsorted(cuts, x[~np.isnan(x)], side="right"), minlength=len(cuts) + 1),
                      np.isnan(x).sum()) for x in (ref, cur))
    keep = (r + c) > 0
    r, c, b = r[keep] + 0.5, c[keep] + 0.5, int(keep.sum())
    e, a = r / r.sum(), c / c.sum()
    psi = float(((a - e) * np.log(a / e)).sum())
    limit = float((1 / len(ref) + 1 / len(cur)) * stats.chi2.ppf(1 - level, b - 1)) if b > 1 else 0.0
    return {"psi": psi, "limit": limit, "bins": b, "alarm": psi > limit and psi > 0.05}
