"""Takes the drawn numbers for labels of an index that was never numbered anew.

fails: check:3.2
says: rerun_record gives up with KeyError
"""


def rerun_record(loans, record):
    """Train and judge as the record says; the metrics, and whether they are those of the record."""
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are not the loans of the record")
    rows = loans[loans["accepted"] == 1].sort_values("application_id")
    n = len(rows)
    order = np.random.default_rng(record["seed"]).permutation(n)
    cut_at = int(record["train_share"] * n)
    train, judged = rows.loc[order[:cut_at]], rows.loc[order[cut_at:]]
    model = blank_model(record).fit(train, train["default"].astype(int))
    pds = model.predict_proba(judged)[:, 1]
    auc = roc_auc_score(judged["default"].astype(int), pds)
    eur = money.eur_per_1000(judged["amount"], judged["default"], pds < record["cut"])
    matches = bool(abs(auc - record["metrics"]["auc"]) <= 0.00005 and abs(eur - record["metrics"]["eur"]) <= 0.5)
    return {"trained": len(train), "judged": len(judged), "auc": float(auc), "eur": float(eur), "matches": matches}
