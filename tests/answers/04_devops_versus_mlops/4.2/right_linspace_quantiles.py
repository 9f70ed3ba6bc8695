"""Takes the levels from np.linspace, which differ from k / bins in the last digit."""

def drift_alarm(reference, current, bins=10, level=0.01):
    ref, cur = np.asarray(reference, float), np.asarray(current, float)
    if not len(ref) or not len(cur):
        raise ValueError("both sides need rows")
    cuts = np.unique(np.quantile(ref[~np.isnan(ref)], np.linspace(0, 1, bins + 1)[1:-1]))
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    counts = [np.append([((x >= lo) & (x < hi)).sum() for lo, hi in zip(edges, edges[1:])], np.isnan(x).sum())
              for x in (ref, cur)]
    table = np.array(counts, float)
    table = table[:, table.any(axis=0)] + 0.5
    b = table.shape[1]
    e, a = table / table.sum(axis=1, keepdims=True)
    psi = float(np.sum((a - e) * np.log(a / e)))
    limit = 0.0 if b == 1 else float((1 / len(ref) + 1 / len(cur)) * stats.chi2.ppf(1 - level, b - 1))
    return {"psi": psi, "limit": limit, "bins": b, "alarm": psi > limit}
