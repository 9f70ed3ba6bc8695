"""Has no rule for rows that were sent twice.

fails: hidden:3.1-high
says: nobody innocent is named, but faults are missed, most of all rows sent twice
"""


def draft_contract(past):
    together, contract = pd.concat(past), {}
    for name, column in together.items():
        contract[name] = {}
        if pd.api.types.is_numeric_dtype(column):
            contract[name] = {"low": float(column.min()) / 2 - 1, "high": float(column.max()) * 2}
        elif not column.is_unique:
            contract[name] = {"words": sorted(set(column))}
    return contract



def faults_in_delivery(delivery, contract):
    faults = []
    for name, rule in contract.items():
        known = delivery[name].dropna() if name in delivery else []
        if len(known) < 0.9 * len(delivery):
            fault = True
        elif "low" in rule:
            fault = not pd.api.types.is_numeric_dtype(known) or not known.between(rule["low"], rule["high"]).all()
        else:
            fault = not known.isin(rule["words"]).all() if "words" in rule else False
        if fault:
            faults.append(name)
    return faults
