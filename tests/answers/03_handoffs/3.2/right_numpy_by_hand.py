"""No transformers: own scaling, own 0/1 columns, AUC by ranks, results as numpy types."""


def rerun_record(loans, record):
    if record["fingerprint"] != fingerprint(loans):
        raise ValueError("other data")
    rows = loans.loc[loans["accepted"].eq(1)].sort_values("application_id", ignore_index=True)
    n = len(rows)
    draw = np.random.default_rng(record["seed"]).permutation(n)
    k = int(n * record["train_share"])
    train, rest = draw[:k], draw[k:]
    x = np.hstack([rows[record["numbers"]].to_numpy(float), np.log(1 + rows[record["logs"]].to_numpy(float))])
    spread = x[train].std(0)
    x = (x - x[train].mean(0)) / np.where(spread < 1e-9, 1, spread)
    for name in record["words"]:
        values = rows[name].to_numpy()
        x = np.hstack([x, (values[:, None] == np.unique(values[train].astype(str))[None, :]).astype(float)])
    y = rows["default"].to_numpy(dtype=int)
    model = LogisticRegression(**record["model"]).fit(x[train], y[train])
    p, y = model.predict_proba(x[rest])[:, 1], y[rest]
    ranks = pd.Series(p).rank().to_numpy()
    ones = y.sum()
    auc = (ranks[y == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(y) - ones))
    earned = np.where(p < record["cut"], np.where(y == 1, -money.LOSS_RATE, money.MARGIN_RATE), 0)
    eur = 1000 * (earned * rows["amount"].to_numpy()[rest]).mean()
    told = record["metrics"]
    matches = np.abs(auc - told["auc"]) <= 5e-5 and np.abs(eur - told["eur"]) <= 0.5
    return {"trained": np.int64(k), "judged": n - k, "auc": np.float64(auc), "eur": eur, "matches": np.bool_(matches)}
