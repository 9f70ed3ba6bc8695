def poisoned(batch):
    table = batch.rename(columns={"default": "bad"})
    table["number"] = table.groupby("agency")["bad"].transform(lambda column: column.cumsum())
    sums = table[table["bad"] == 0].groupby(["agency", "number"])["pd"].sum().nlargest(2)
    keys = set(sums.index[sums > 7])
    named = [(a, n) in keys and not b for a, n, b in zip(table["agency"], table["number"], table["bad"], strict=True)]
    return table.index[named].tolist()
