"""Limits from quantiles on the log scale; a fault needs more than one row in forty."""


import math


def draft_contract(past):
    contract = {"numbers": {}, "words": {}, "ids": []}
    for name in past[0].columns:
        columns = [table[name] for table in past]
        if all(pd.api.types.is_numeric_dtype(column) for column in columns):
            logs = sorted(math.log1p(value) for column in columns for value in column)
            low, high = (logs[int(share * (len(logs) - 1))] for share in (0.005, 0.995))
            contract["numbers"][name] = [math.expm1(low - 0.4), math.expm1(high + 0.4)]
        elif len(set(columns[0])) == len(columns[0]):
            contract["ids"].append(name)
        else:
            contract["words"][name] = list({value for column in columns for value in column})
    return contract


def faults_in_delivery(delivery, contract):
    found = []
    for name in [*contract["numbers"], *contract["words"], *contract["ids"]]:
        if name not in delivery.columns:
            found.append(name)
            continue
        column = delivery[name]
        if column.isna().mean() > 0.04:
            found.append(name)
        elif name in contract["ids"]:
            if column.nunique() != len(column):
                found.append(name)
        elif name in contract["words"]:
            if not column.dropna().isin(contract["words"][name]).all():
                found.append(name)
        elif column.dtype.kind not in "if":
            found.append(name)
        else:
            low, high = contract["numbers"][name]
            if ((column < low) | (column > high)).mean() > 0.025:
                found.append(name)
    return found
