"""All 0/1 inputs made before the split: words that the training rows lack get a weight of zero."""


def rerun_record(loans, record):
    if fingerprint(loans.copy()) != record["fingerprint"]:
        raise ValueError("this table is not the one of the record")
    granted = loans.query("accepted == 1").set_index("application_id").sort_index()
    inputs = pd.get_dummies(granted[record["numbers"] + record["words"]], columns=record["words"], dtype=float)
    for name in record["logs"]:
        inputs[name] = np.log1p(granted[name])
    order = np.random.default_rng(record["seed"]).permutation(len(granted))
    first = int(record["train_share"] * len(granted))
    train, judged = granted.index[order[:first]], granted.index[order[first:]]
    scaled = record["numbers"] + record["logs"]
    spread = inputs.loc[train, scaled].std(ddof=0)
    inputs[scaled] = (inputs[scaled] - inputs.loc[train, scaled].mean()) / spread.where(spread > 1e-9, 1)
    target = granted["default"].astype(int)
    model = LogisticRegression(**record["model"]).fit(inputs.loc[train], target[train])
    pd_judged = pd.Series(model.predict_proba(inputs.loc[judged])[:, 1], judged)
    auc = roc_auc_score(target[judged], pd_judged)
    eur = money.eur_per_1000(granted.loc[judged, "amount"], target[judged], pd_judged < record["cut"])
    gaps = {"auc": abs(auc - record["metrics"]["auc"]), "eur": abs(eur - record["metrics"]["eur"])}
    return {
        "trained": len(train),
        "judged": len(judged),
        "auc": auc,
        "eur": eur,
        "matches": bool(gaps["auc"] <= 0.00005 and gaps["eur"] <= 0.5),
    }
