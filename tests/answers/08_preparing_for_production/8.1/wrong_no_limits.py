"""Infinities are limits enough: there is no lower one.

fails: check:8.1
says: PD or decision is not the library's
"""


def score_all(rows, card):
    """The results of `score`, row by row, from a Python without packages (given: leave it as it is)."""
    return alone.run(score_all, "score", rows, card)


def score(row, card):
    """PD and decision of one row, by the card alone."""
    import math

    def missing(value):
        return value is None or value != value

    total = card["intercept"]
    for name, part in card["numbers"].items():
        value = row.get(name)
        value = part["fill"] if missing(value) else min(value, part["high"])
        total += part["weight"] * (value - part["mean"]) / part["scale"]
    for name, part in card["categories"].items():
        value = row.get(name)
        total += part["weights"].get(part["fill"] if missing(value) else value, 0)
    small = math.exp(-abs(total))
    pd = round((1 if total > 0 else small) / (1 + small), 4)
    return {"pd": pd, "decision": "refuse" if pd >= card["cut"] else "grant"}
