"""Half of the smallest value seen is its lowest limit everywhere: instalments of 0, in good deliveries, are refused.

fails: hidden:3.1-high
says: innocent columns are named
"""


def draft_contract(past):
    """A rule for each column."""
    together, contract = pd.concat(past), {}
    for name, column in together.items():
        if pd.api.types.is_numeric_dtype(column):
            # low and high: what you have seen, with room to spare
            low, high = column.min() / 2, column.max() * 2
            contract[name] = {"low": float(low), "high": float(high)}
        elif column.is_unique:
            contract[name] = {"unique": True}
        else:
            contract[name] = {"words": sorted(set(column))}
    return contract


def faults_in_delivery(delivery, contract):
    """The names of the columns that break their rule."""
    faults = []
    for name, rule in contract.items():
        # broken: True where the column is gone, lacks too many values, or breaks its rule
        if name not in delivery:
            broken = True
        else:
            column = delivery[name]
            known = column.dropna()
            broken = column.isna().mean() > 0.1
            if "low" in rule:
                broken = broken or not pd.api.types.is_numeric_dtype(column)
                broken = broken or ((known < rule["low"]) | (known > rule["high"])).any()
            elif "unique" in rule:
                broken = broken or column.duplicated().any()
            else:
                broken = broken or not set(known) <= set(rule["words"])
        if broken:
            faults.append(name)
    return faults
