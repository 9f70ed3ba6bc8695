"""Alarms at z equal to sds.

fails: hidden:4.4-level
says: alarm at the limit itself
"""

import math

import numpy as np


def expected_matrix(pds, cut):
    p = np.array(pds, float)
    if len(p) == 0 or np.isnan(p).any() or (p < 0).any() or (p > 1).any():
        raise ValueError("invalid PDs")
    refused = p >= cut
    tp, fp = float(p[refused].sum()), float((1 - p[refused]).sum())
    fn, tn = float(p[~refused].sum()), float((1 - p[~refused]).sum())
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "tn": tn,
        "accuracy": (tp + tn) / len(p),
        "precision": tp / (tp + fp) if refused.any() else None,
        "recall": tp / (tp + fn) if p.sum() > 0 else None,
    }


def level_check(pds, outcomes, sds=3):
    p, y = np.array(pds, float), np.array(outcomes, float)
    known = ~np.isnan(y)
    p, y = p[known], y[known]
    variance = float((p * (1 - p)).sum())
    z = float((y.sum() - p.sum()) / math.sqrt(variance)) if variance > 0 else None
    alarm = z is not None and abs(z) >= sds
    return {"known": int(known.sum()), "expected": float(p.sum()), "seen": int(y.sum()), "z": z, "alarm": alarm}
