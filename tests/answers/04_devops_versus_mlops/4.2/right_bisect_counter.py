"""No arrays: bisect finds the bin, a Counter counts, missing values have the bin None."""

from bisect import bisect_right
from collections import Counter
from math import isnan, log


def drift_alarm(reference, current, bins=10, level=0.01):
    reference, current = [float(x) for x in reference], [float(x) for x in current]
    if not reference or not current:
        raise ValueError("drift_alarm needs rows on both sides")
    known = [x for x in reference if not isnan(x)]
    cuts = []
    for k in range(1, bins):
        cut = float(np.quantile(known, k / bins))
        if cut not in cuts:
            cuts.append(cut)

    def bin_of(x):
        return None if isnan(x) else bisect_right(cuts, x)

    then, now = Counter(map(bin_of, reference)), Counter(map(bin_of, current))
    used = set(then) | set(now)
    B, n, m = len(used), len(reference), len(current)
    psi = 0.0
    for b in used:
        e, a = (then[b] + 0.5) / (n + 0.5 * B), (now[b] + 0.5) / (m + 0.5 * B)
        psi += (a - e) * log(a / e)
    limit = (1 / n + 1 / m) * float(stats.chi2(B - 1).ppf(1 - level)) if B > 1 else 0.0
    return {"alarm": psi > limit, "bins": B, "limit": limit, "psi": psi if B > 1 else 0.0}
