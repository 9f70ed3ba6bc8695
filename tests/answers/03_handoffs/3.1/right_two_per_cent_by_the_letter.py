"""Takes each limit of the statement by the letter: no gaps but up to 2 % of savings, 150 rows or more."""


def draft_contract(past):
    together = pd.concat(past)
    least = {"age": 18, "savings": 0, "amount": 0, "instalments": 0, "late_payments": 0}
    contract = {"words": {}, "ranges": {}, "gaps": {"savings": 0.02}, "rows": 150}
    for name in together.columns.drop("application_id"):
        column = together[name]
        if pd.api.types.is_numeric_dtype(column):
            contract["ranges"][name] = [float(least.get(name, column.min() / 2)), float(column.max() * 5)]
        else:
            contract["words"][name] = sorted(set(column))
    return contract


def faults_in_delivery(delivery, contract):
    assert len(delivery) >= contract["rows"]
    faults = set()
    if delivery["application_id"].duplicated().any():
        faults.add("application_id")
    for name in [*contract["words"], *contract["ranges"]]:
        if name not in delivery or delivery[name].isna().mean() > contract["gaps"].get(name, 0):
            faults.add(name)
            continue
        values = delivery[name].dropna()
        if name in contract["words"]:
            fine = values.isin(contract["words"][name]).all()
        else:
            low, high = contract["ranges"][name]
            fine = pd.api.types.is_numeric_dtype(values) and values.between(low, high).all()
        if not fine:
            faults.add(name)
    return faults
