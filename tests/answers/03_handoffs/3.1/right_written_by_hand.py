"""The contract is typed in, as contracts are; the past is not looked at."""


def draft_contract(past):
    return {
        "numbers": {
            "age": [18, 110],
            "income": [2500, 1000000],
            "savings": [0, 10000000],
            "amount": [100, 100000],
            "term": [6, 120],
            "instalments": [0, 8000],
            "late_payments": [0, 24],
        },
        "words": {
            "channel": ["branch", "web", "broker"],
            "region": ["Trieste", "Gorizia", "Udine", "Pordenone"],
            "employment": ["salaried", "self_employed", "temporary", "pensioner"],
            "purpose": ["car", "home", "education", "consolidation", "other"],
        },
    }


def faults_in_delivery(delivery, contract):
    names = {*contract["numbers"], *contract["words"], "application_id"}
    faults = {name for name in names if name not in delivery or delivery[name].isna().mean() > 0.05}
    for name in names - faults:
        values = [value for value in delivery[name].tolist() if value == value]
        if name == "application_id":
            broken = len(set(values)) < len(values)
        elif name in contract["words"]:
            broken = not set(values) <= set(contract["words"][name])
        else:
            low, high = contract["numbers"][name]
            broken = any(isinstance(value, str) or not low <= value <= high for value in values)
        if broken:
            faults.add(name)
    return faults
