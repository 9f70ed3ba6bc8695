"""Takes the record apart while it reads it: it is only the loans that must not be changed."""


def rerun_record(loans, record):
    target = record.pop("metrics")
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are other data")
    rows = loans[loans["accepted"] == 1].sort_values("application_id")
    n = len(rows)
    order = np.random.default_rng(record["seed"]).permutation(n)
    cut = int(record["train_share"] * n)
    train, judged = rows.iloc[order[:cut]], rows.iloc[order[cut:]]
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
    matches = abs(auc - target["auc"]) <= 0.00005 and abs(eur - target["eur"]) <= 0.5
    return {"trained": len(train), "judged": len(judged), "auc": auc, "eur": eur, "matches": bool(matches)}
