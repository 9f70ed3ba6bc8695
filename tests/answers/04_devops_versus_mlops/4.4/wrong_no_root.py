"""Divides by the variance: the square root is forgotten.

fails: check:4.4
says: the root of the sum
"""

def expected_matrix(pds, cut):
    p = np.asarray(pds, float)
    if p.size == 0 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("PDs from 0 to 1 are needed")
    refused = p >= cut
    tp, fp, fn, tn = p[refused].sum(), (1 - p)[refused].sum(), p[~refused].sum(), (1 - p)[~refused].sum()
    return {
        "tp": tp, "fp": fp, "fn": fn, "tn": tn,
        "accuracy": (tp + tn) / len(p),
        "precision": tp / (tp + fp) if refused.any() else None,
        "recall": tp / (tp + fn) if p.any() else None,
    }


def level_check(pds, outcomes, sds=3):
    p, y = np.asarray(pds, float), np.array(outcomes, float)
    known = ~np.isnan(y)
    p, y = p[known], y[known]
    variance = float((p * (1 - p)).sum())
    z = float((y.sum() - p.sum()) / variance) if variance > 0 else None
    return {"known": len(y), "expected": p.sum(), "seen": int(y.sum()), "z": z, "alarm": z is not None and abs(z) > sds}
