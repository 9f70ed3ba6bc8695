"""Series throughout, numpy scalars in the dicts."""

import numpy as np
import pandas as pd


def expected_matrix(pds, cut):
    p = pd.Series(list(pds), dtype=float)
    if p.empty or not p.between(0, 1).all():
        raise ValueError(f"{(~p.between(0, 1)).sum()} invalid PDs")
    side = np.where(p >= cut, "refused", "granted")
    bad, good = p.groupby(side).sum(), (1 - p).groupby(side).sum()
    tp, fn = bad.get("refused", 0.0), bad.get("granted", 0.0)
    fp, tn = good.get("refused", 0.0), good.get("granted", 0.0)
    out = {"recall": tp / (tp + fn) if tp + fn else None, "precision": tp / (tp + fp) if tp + fp else None}
    return out | {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / p.size}


def level_check(pds, outcomes, sds=3):
    frame = pd.DataFrame({"p": list(pds), "y": pd.to_numeric(pd.Series(list(outcomes), dtype=object))}).dropna()
    expected, seen = frame["p"].sum(), frame["y"].sum()
    variance = (frame["p"] * (1 - frame["p"])).sum()
    result = {"known": len(frame), "expected": expected, "seen": seen, "z": None, "alarm": False}
    if variance > 0:
        z = (seen - expected) / np.sqrt(variance)
        result |= {"z": z, "alarm": bool(np.abs(z) > sds)}
    return result
