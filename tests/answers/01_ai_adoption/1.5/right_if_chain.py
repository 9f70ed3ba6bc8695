"""A chain of ifs, dicts written out; obstacles as one comprehension."""


def autopsy(card):
    if card == "A":
        row = {"unit": "models", "percent": 50, "published": 2020, "asked": None, "evidence": "none given"}
        row["outcome"] = "not in production"
    elif card == "B":
        row = {"unit": "projects", "percent": 80, "published": 2024, "asked": None}
        row |= {"evidence": "estimates of others", "outcome": "not stated"}
    elif card in ("C", "D", "E"):
        row = {"evidence": "survey", "outcome": "abandoned" if card == "C" else "not in production"}
        row["percent"] = {"C": 42, "D": 100 - 54, "E": 100 - 53}[card]
        row["unit"] = {"C": "organisations", "D": "projects", "E": "disputed"}[card]
        row["asked"], row["published"] = {"C": (1006, 2025), "D": (699, 2022), "E": (950, 2020)}[card]
    else:
        raise KeyError(card)
    return row


def obstacles(one, other):
    tests = {
        "unit": one["unit"] != other["unit"] or "disputed" in (one["unit"], other["unit"]),
        "outcome": one["outcome"] != other["outcome"] or "not stated" in (one["outcome"], other["outcome"]),
        "evidence": not one["evidence"] == other["evidence"] == "survey",
    }
    return [name for name, hit in tests.items() if hit]
