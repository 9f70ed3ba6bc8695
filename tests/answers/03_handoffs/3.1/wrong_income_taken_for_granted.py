"""A rule for brokers that takes for granted that income is there.

fails: hidden:3.1
says: with KeyError. Any column may be gone
"""

def draft_contract(past):
    """The contract: for each column its kind, and limits with room to spare or the words that may occur."""
    together, contract = pd.concat(past), {}
    least = {"age": 18, "savings": 0, "amount": 0, "instalments": 0, "late_payments": 0}  # what the table says
    for name, column in together.items():
        contract[name] = {}
        if pd.api.types.is_numeric_dtype(column):
            contract[name] = {"low": float(least.get(name, column.min() / 2)), "high": float(column.max() * 3)}
        elif not column.is_unique:
            contract[name] = {"words": sorted(set(column))}
    return contract


def faults_in_delivery(delivery, contract):
    """The names of the columns that break the contract."""
    faults = []
    brokers = pd.to_numeric(delivery.loc[delivery["channel"] == "broker", "income"], errors="coerce")
    for name, rule in contract.items():
        known = delivery[name].dropna() if name in delivery else []
        if len(known) < 0.9 * len(delivery):
            fault = True
        elif "low" in rule:
            fault = not pd.api.types.is_numeric_dtype(known) or not known.between(rule["low"], rule["high"]).all()
        else:
            fault = not known.isin(rule["words"]).all() if "words" in rule else not known.is_unique
        if fault:
            faults.append(name)
    if brokers.median() < contract["income"]["low"] and "income" not in faults:
        faults.append("income")
    return faults
