"""Matrix products: decisions times probabilities."""

import numpy as np


def expected_matrix(pds, cut):
    p = np.asarray(pds, dtype=float).ravel()
    if p.size == 0 or not np.logical_and(p >= 0, p <= 1).all():
        raise ValueError
    decision = np.stack([p >= cut, p < cut]).astype(float)
    (tp, fp), (fn, tn) = (decision @ np.column_stack([p, 1 - p])).tolist()
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "tn": tn,
        "accuracy": (tp + tn) / p.size,
        "precision": tp / decision[0].sum() if decision[0].sum() else None,
        "recall": tp / p.sum() if p.sum() else None,
    }


def level_check(pds, outcomes, sds=3):
    y = np.array([np.nan if value is None else value for value in outcomes], dtype=float)
    weight = np.isfinite(y).astype(float)
    p = np.asarray(pds, dtype=float)
    expected, seen, variance = weight @ p, weight @ np.nan_to_num(y), weight @ (p * (1 - p))
    z = None if variance == 0 else (seen - expected) / variance**0.5
    alarm = z is not None and bool(z**2 > sds**2)
    return {"known": int(weight.sum()), "expected": expected, "seen": int(seen), "z": z, "alarm": alarm}
