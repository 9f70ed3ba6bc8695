"""Refuses a record with a column that has no spread.

fails: hidden:3.2
says: a column may be without any spread
"""

def rerun_record(loans, record):
    """Train and judge as the record says; the metrics, and whether they are those of the record."""
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are not the data of the record")
    rows = loans[loans["accepted"] == 1].sort_values("application_id")
    order = np.random.default_rng(record["seed"]).permutation(len(rows))
    cut = int(record["train_share"] * len(rows))
    train, judged = rows.iloc[order[:cut]], rows.iloc[order[cut:]]
    if (train[record["numbers"] + record["logs"]].nunique() == 1).any():
        raise ValueError("a column without any spread")
    inputs = make_column_transformer(
        (StandardScaler(), record["numbers"]),
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), record["logs"]),
        (OneHotEncoder(handle_unknown="ignore"), record["words"]),
    )
    model = make_pipeline(inputs, LogisticRegression(**record["model"])).fit(train, train["default"].astype(int))
    pds, truth = model.predict_proba(judged)[:, 1], judged["default"].astype(int)
    auc = float(roc_auc_score(truth, pds))
    eur = money.eur_per_1000(judged["amount"], truth, pds < record["cut"])
    near = abs(auc - record["metrics"]["auc"]) <= 0.00005 and abs(eur - record["metrics"]["eur"]) <= 0.5
    return {"trained": len(train), "judged": len(judged), "auc": auc, "eur": eur, "matches": near}
