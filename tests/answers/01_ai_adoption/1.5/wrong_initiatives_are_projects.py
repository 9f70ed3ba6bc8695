"""Takes what was abandoned, initiatives, for what is counted.

fails: check:1.5
says: unit of card C
"""


def autopsy(card):
    """What a card says about its claim, in six fields."""
    names = ("percent", "unit", "outcome", "evidence", "asked", "published")
    known = {
        "A": (50, "models", "not in production", "none given", None, 2020),
        "B": (80, "projects", "not stated", "estimates of others", None, 2024),
        "C": (42, "projects", "abandoned", "survey", 1006, 2025),
        "D": (46, "projects", "not in production", "survey", 699, 2022),
        "E": (47, "disputed", "not in production", "survey", 950, 2020),
    }
    return dict(zip(names, known[card]))


def obstacles(one, other):
    """The fields, in the order unit, outcome, evidence, that forbid comparing two claims."""
    found = []
    if one["unit"] != other["unit"] or one["unit"] == "disputed":
        found.append("unit")
    if one["outcome"] != other["outcome"] or one["outcome"] == "not stated":
        found.append("outcome")
    if one["evidence"] != "survey" or other["evidence"] != "survey":
        found.append("evidence")
    return found
