"""Writes percentages as floats.

fails: check:1.5
says: should be an int, not float
"""


def autopsy(card):
    names = ("percent", "unit", "outcome", "evidence", "asked", "published")
    known = {
        "A": (50, "models", "not in production", "none given", None, 2020),
        "B": (80, "projects", "not stated", "estimates of others", None, 2024),
        "C": (42, "organisations", "abandoned", "survey", 1006, 2025),
        "D": (46, "projects", "not in production", "survey", 699, 2022),
        "E": (47, "disputed", "not in production", "survey", 950, 2020),
    }
    row = dict(zip(names, known[card]))
    row["percent"] = float(row["percent"])
    return row


def obstacles(one, other):
    found = []
    if one["unit"] != other["unit"] or one["unit"] == "disputed":
        found.append("unit")
    if one["outcome"] != other["outcome"] or one["outcome"] == "not stated":
        found.append("outcome")
    if one["evidence"] != "survey" or other["evidence"] != "survey":
        found.append("evidence")
    return found
