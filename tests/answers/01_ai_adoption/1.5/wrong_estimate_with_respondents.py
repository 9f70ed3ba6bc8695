"""Takes the people interviewed about reasons for the base of the share.

fails: check:1.5
says: evidence and asked of card B clash
"""


def autopsy(card):
    table = {
        "A": {"percent": 50, "unit": "models", "outcome": "not in production", "evidence": "none given", "asked": None, "published": 2020},
        "B": {"percent": 80, "unit": "projects", "outcome": "not stated", "evidence": "estimates of others", "asked": 65, "published": 2024},
        "C": {"percent": 42, "unit": "organisations", "outcome": "abandoned", "evidence": "survey", "asked": 1006, "published": 2025},
        "D": {"percent": 46, "unit": "projects", "outcome": "not in production", "evidence": "survey", "asked": 699, "published": 2022},
        "E": {"percent": 47, "unit": "disputed", "outcome": "not in production", "evidence": "survey", "asked": 950, "published": 2020},
    }
    return table[card]


def obstacles(one, other):
    found = []
    if one["unit"] != other["unit"] or "disputed" in (one["unit"], other["unit"]):
        found.append("unit")
    if one["outcome"] != other["outcome"] or "not stated" in (one["outcome"], other["outcome"]):
        found.append("outcome")
    if one["evidence"] != "survey" or other["evidence"] != "survey":
        found.append("evidence")
    return found
