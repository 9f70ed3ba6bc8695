"""Takes n * q * (1 - q) with the mean PD q, as if all PDs were equal.

fails: check:4.4
says: each with its own PD
"""

def expected_matrix(pds, cut):
    p = np.asarray(pds, float)
    if p.size == 0 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("PDs from 0 to 1 are needed")
    refused = p >= cut
    tp, fp = float(p[refused].sum()), float((1 - p)[refused].sum())
    fn, tn = float(p[~refused].sum()), float((1 - p)[~refused].sum())
    return {
        "tp": tp, "fp": fp, "fn": fn, "tn": tn,
        "accuracy": (tp + tn) / len(p),
        "precision": tp / (tp + fp) if refused.any() else None,
        "recall": tp / (tp + fn) if p.any() else None,
    }


def level_check(pds, outcomes, sds=3):
    """Do the known outcomes fit the PDs? Their number, expected and seen defaults, z and whether it is too large."""
    p, y = np.asarray(pds, float), np.array(outcomes, float)
    known = ~np.isnan(y)
    p, y = p[known], y[known]
    variance = float(len(p) * p.mean() * (1 - p.mean())) if len(p) else 0.0
    z = float((y.sum() - p.sum()) / np.sqrt(variance)) if variance > 0 else None
    alarm = z is not None and abs(z) > sds
    return {"known": len(y), "expected": float(p.sum()), "seen": int(y.sum()), "z": z, "alarm": alarm}
