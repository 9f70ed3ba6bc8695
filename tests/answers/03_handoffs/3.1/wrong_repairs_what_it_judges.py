"""Turns text into numbers in the table that it was given.

fails: check:3.1
says: The delivery was changed in place
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
        if "low" in rule and name in delivery:
            delivery[name] = pd.to_numeric(delivery[name])
        known = delivery[name].dropna() if name in delivery else []
        if len(known) < 0.9 * len(delivery):
            fault = True
        elif "low" in rule:
            fault = not pd.api.types.is_numeric_dtype(known) or not known.between(rule["low"], rule["high"]).all()
        else:
            fault = not known.isin(rule["words"]).all() if "words" in rule else not known.is_unique
        if fault:
            faults.append(name)
    return faults
