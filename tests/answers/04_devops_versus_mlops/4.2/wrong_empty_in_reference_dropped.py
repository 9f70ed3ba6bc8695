"""Leaves a bin out where either side is empty, so new missing values are invisible.

fails: check:4.2
says: missing is a bin
"""

def drift_alarm(reference, current, bins=10, level=0.01):
    ref, cur = np.asarray(reference, float), np.asarray(current, float)
    if not len(ref) or not len(cur):
        raise ValueError("no rows")
    cuts = np.unique(np.quantile(ref[~np.isnan(ref)], np.arange(1, bins) / bins))

    def counts(x):
        known = x[~np.isnan(x)]
        inside = np.bincount(np.searchsorted(cuts, known, side="right"), minlength=len(cuts) + 1)
        return np.append(inside, np.isnan(x).sum())

    r, c = counts(ref), counts(cur)
    keep = (r > 0) & (c > 0)
    r, c, b = r[keep] + 0.5, c[keep] + 0.5, int(keep.sum())
    if b < 2:
        return {"psi": 0.0, "limit": 0.0, "bins": b, "alarm": False}
    e, a = r / r.sum(), c / c.sum()
    psi = float(((a - e) * np.log(a / e)).sum())
    limit = float((1 / len(ref) + 1 / len(cur)) * stats.chi2.ppf(1 - level, b - 1))
    return {"psi": psi, "limit": limit, "bins": b, "alarm": psi > limit}
