"""Training and judged rows stay in the order of the table; the sums differ in the last digits only."""


def rerun_record(loans, record):
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("wrong data")
    rows = loans[loans["accepted"] > 0].sort_values("application_id").reset_index(drop=True)
    chosen = set(np.random.default_rng(record["seed"]).permutation(len(rows))[: int(len(rows) * record["train_share"])])
    mask = rows.index.isin(chosen)
    rows[record["logs"]] = np.log1p(rows[record["logs"]].astype(float))
    encode = make_column_transformer(
        (StandardScaler(), [*record["logs"], *record["numbers"]]),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), record["words"]),
    )
    x, y = encode.fit_transform(rows[mask]), rows["default"].astype("int64")
    p = LogisticRegression(**record["model"]).fit(x, y[mask]).predict_proba(encode.transform(rows[~mask]))[:, 1]
    amount = loans.set_index("application_id")["amount"].loc[rows.loc[~mask, "application_id"]]
    result = {"trained": int(mask.sum()), "judged": int((~mask).sum()), "auc": float(roc_auc_score(y[~mask], p))}
    result["eur"] = money.eur_per_1000(amount, y[~mask], p < record["cut"])
    metrics = record["metrics"]
    result["matches"] = abs(result["auc"] - metrics["auc"]) < 0.0000501 and abs(result["eur"] - metrics["eur"]) < 0.501
    return result
