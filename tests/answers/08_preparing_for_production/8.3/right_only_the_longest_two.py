def poisoned(batch, history):
    model = LogisticRegression(max_iter=300).fit(history[FEATURES].to_numpy(), history["default"].to_numpy())
    table = pd.DataFrame({"id": batch["id"], "agency": batch["agency"], "bad": batch["default"]})
    table["due"] = model.predict_proba(batch[FEATURES].to_numpy())[:, 1]
    table["number"] = table.groupby("agency")["bad"].transform(lambda column: column.cumsum())
    sums = table[table["bad"] == 0].groupby(["agency", "number"])["due"].sum().nlargest(2)
    keys = set(sums.index[sums > 7.8])
    named = [(a, n) in keys and not b for a, n, b in zip(table["agency"], table["number"], table["bad"], strict=True)]
    return table.loc[named, "id"].tolist()
