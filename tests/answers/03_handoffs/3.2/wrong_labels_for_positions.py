"""Goes from positions to labels, which may stand twice.

fails: hidden:3.2
says: any index
"""


def rerun_record(loans, record):
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are other data")
    rows = loans[loans["accepted"] == 1].sort_values("application_id")
    n = len(rows)
    order = np.random.default_rng(record["seed"]).permutation(n)
    cut = int(record["train_share"] * n)
    train, judged = rows.loc[rows.index[order[:cut]]], rows.loc[rows.index[order[cut:]]]
    inputs = make_column_transformer(
        (StandardScaler(), record["numbers"]),
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), record["logs"]),
        (OneHotEncoder(handle_unknown="ignore"), record["words"]),
    )
    model = make_pipeline(inputs, LogisticRegression(**record["model"])).fit(train, train["default"].astype(int))
    pds = model.predict_proba(judged)[:, 1]
    truth = judged["default"].astype(int)
    auc = float(roc_auc_score(truth, pds))
    eur = float(money.eur_per_1000(judged["amount"], truth, pds < record["cut"]))
    matches = abs(auc - record["metrics"]["auc"]) <= 0.00005 and abs(eur - record["metrics"]["eur"]) <= 0.5
    return {"trained": len(train), "judged": len(judged), "auc": auc, "eur": eur, "matches": bool(matches)}
