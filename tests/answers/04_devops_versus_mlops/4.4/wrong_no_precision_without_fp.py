"""Has no precision where no payer is refused.

fails: hidden:4.4
says: precision of PDs 0 and 1 should be a number, not None
"""


def expected_matrix(pds, cut):
    p = np.asarray(pds, float)
    if len(p) == 0 or not np.all((p >= 0) & (p <= 1)):
        raise ValueError("PDs lie from 0 to 1, and there is at least one")
    out = p >= cut
    tp, fp = float(p[out].sum()), float((1 - p[out]).sum())
    fn, tn = float(p[~out].sum()), float((1 - p[~out]).sum())
    return {
        "tp": tp, "fp": fp, "fn": fn, "tn": tn,
        "accuracy": (tp + tn) / len(p),
        "precision": tp / (tp + fp) if fp > 0 else None,
        "recall": tp / (tp + fn) if tp + fn > 0 else None,
    }


def level_check(pds, outcomes, sds=3):
    p, y = np.asarray(pds, float), np.asarray(outcomes, float)
    known = ~np.isnan(y)
    p, y = p[known], y[known]
    variance = float((p * (1 - p)).sum())
    z = float(y.sum() - p.sum()) / variance**0.5 if variance > 0 else None
    alarm = z is not None and abs(z) > sds
    return {"known": len(y), "expected": float(p.sum()), "seen": int(y.sum()), "z": z, "alarm": bool(alarm)}
