"""Drops a cut point that equals the smallest value: nobody lies below it, he thinks.

fails: hidden:4.2-edges
says: only the current side fills
"""


def drift_alarm(reference, current, bins=10, level=0.01):
    old, new = np.asarray(reference, float), np.asarray(current, float)
    n, m = len(old), len(new)
    if n == 0 or m == 0:
        raise ValueError("both sides need rows")
    cuts = np.unique([np.quantile(old[~np.isnan(old)], k / bins) for k in range(1, bins)])

    cuts = cuts[cuts > np.nanmin(old)]

    def counts(values):
        known = values[~np.isnan(values)]
        in_bins = np.bincount(np.searchsorted(cuts, known, side="right"), minlength=len(cuts) + 1)
        return np.append(in_bins, len(values) - len(known))

    e, a = counts(old), counts(new)
    left = e + a > 0
    e, a = e[left] + 0.5, a[left] + 0.5
    B = len(e)
    e, a = e / e.sum(), a / a.sum()
    psi = float(((a - e) * np.log(a / e)).sum()) if B > 1 else 0.0
    limit = float((1 / n + 1 / m) * stats.chi2.ppf(1 - level, B - 1)) if B > 1 else 0.0
    return {"psi": psi, "limit": limit, "bins": B, "alarm": psi > limit}
