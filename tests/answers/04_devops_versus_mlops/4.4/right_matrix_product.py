"""A matrix of decisions times a matrix of outcomes: the four cells at once."""

def expected_matrix(pds, cut):
    p = np.fromiter(pds, float)
    if len(p) == 0 or np.isnan(p).any() or p.min() < 0 or p.max() > 1:
        raise ValueError(f"not a list of probabilities: {pds!r}")
    decision = np.stack([p >= cut, p < cut]).astype(float)  # refused, granted
    outcome = np.stack([p, 1 - p])  # defaults, pays
    (tp, fp), (fn, tn) = (decision @ outcome.T).tolist()
    cells = dict(tp=tp, fp=fp, fn=fn, tn=tn)
    n_refused, n_default = decision[0].sum(), p.sum()
    return cells | {
        "accuracy": np.where(p >= cut, p, 1 - p).mean(),
        "precision": None if n_refused == 0 else tp / n_refused,
        "recall": None if n_default == 0 else tp / n_default,
    }


def level_check(pds, outcomes, sds=3):
    frame = pd.DataFrame({"p": list(pds), "y": pd.to_numeric(pd.Series(list(outcomes), dtype=object))}).dropna(subset="y")
    variance = frame["p"].mul(1 - frame["p"]).sum()
    gap = frame["y"].sum() - frame["p"].sum()
    z = None if variance == 0 else gap / variance**0.5
    return {"known": len(frame), "expected": frame["p"].sum(), "seen": frame["y"].sum(), "z": z,
            "alarm": False if z is None else bool(z > sds or z < -sds)}
