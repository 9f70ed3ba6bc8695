"""PSI as the sum of two Kullback-Leibler divergences, the quantile from the gamma distribution."""

import numpy as np
from scipy import stats


def drift_alarm(reference, current, bins=10, level=0.01):
    sides = [np.asarray(list(side), dtype=float) for side in (reference, current)]
    if min(map(len, sides)) == 0:
        raise ValueError
    known = np.sort(sides[0][np.isfinite(sides[0])])
    cuts = [np.quantile(known, k / bins) for k in range(1, bins)]
    place = [np.where(np.isnan(side), -1, sum((side >= cut).astype(int) for cut in cuts)) for side in sides]
    used = sorted(set(place[0]) | set(place[1]))
    p, q = (np.array([(where == bin_).sum() + 0.5 for bin_ in used]) for where in place)
    p, q = p / p.sum(), q / q.sum()
    psi = stats.entropy(p, q) + stats.entropy(q, p)
    limit = (1 / len(sides[0]) + 1 / len(sides[1])) * stats.gamma.ppf(1 - level, (len(used) - 1) / 2, scale=2)
    limit = limit if len(used) > 1 else 0.0
    return {"psi": float(psi), "limit": float(limit), "bins": len(used), "alarm": bool(psi > limit)}
