"""Sorts the table that it was given.

fails: check:3.2
says: The table of loans was changed in place
"""


def rerun_record(loans, record):
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are not the data of the record")
    loans.sort_values("application_id", inplace=True)
    rows = loans[loans["accepted"] == 1]
    order = np.random.default_rng(record["seed"]).permutation(len(rows))
    cut = int(record["train_share"] * len(rows))
    train, judged = rows.iloc[order[:cut]], rows.iloc[order[cut:]]
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
