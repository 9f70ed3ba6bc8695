def score_all(rows, card):
    """The results of `score`, row by row, from a Python without packages (given: leave it as it is)."""
    return alone.run(score_all, "score", rows, card)


from math import isnan, tanh


def number(value):
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return None if isnan(found) else found


def score(row, card):
    parts = [card["intercept"]]
    for name, rule in card["numbers"].items():
        found = number(row.get(name))
        if found is None:
            found = rule["fill"]
        found = sorted([rule["low"], found, rule["high"]])[1]
        parts.append((found - rule["mean"]) * rule["weight"] / rule["scale"])
    for name, rule in card["categories"].items():
        value = row.get(name)
        if value is None or (isinstance(value, float) and isnan(value)):
            value = rule["fill"]
        if value in rule["weights"]:
            parts.append(rule["weights"][value])
    chance = float(format((1 + tanh(sum(parts) / 2)) / 2, ".4f"))
    return {"decision": "grant" if chance < card["cut"] else "refuse", "pd": chance}
