"""Adds the PDs of unknown outcomes to the expected ones.

fails: check:4.4
says: counts nowhere
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
    everybody = p.sum()
    p, y = p[known], y[known]
    variance = float((p * (1 - p)).sum())
    z = float((y.sum() - everybody) / np.sqrt(variance)) if variance > 0 else None
    alarm = z is not None and abs(z) > sds
    return {"known": len(y), "expected": float(everybody), "seen": int(y.sum()), "z": z, "alarm": alarm}
