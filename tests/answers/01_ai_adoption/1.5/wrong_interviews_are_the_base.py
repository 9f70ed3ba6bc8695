"""Takes the 65 people interviewed about reasons for the base of the share.

fails: check:1.5
says: evidence and asked of card B clash
"""


def autopsy(card):
    fields = ("percent", "unit", "outcome", "evidence", "asked", "published")
    known = {
        "A": (50, "models", "not in production", "none given", None, 2020),
        "B": (80, "projects", "not stated", "estimates of others", 65, 2024),
        "C": (42, "organisations", "abandoned", "survey", 1006, 2025),
        "D": (46, "projects", "not in production", "survey", 699, 2022),
        "E": (47, "disputed", "not in production", "survey", 950, 2020),
    }
    return dict(zip(fields, known[card], strict=True))


def obstacles(one, other):
    found = []
    for field, unknown in (("unit", "disputed"), ("outcome", "not stated")):
        if one[field] != other[field] or one[field] == unknown:
            found.append(field)
    if one["evidence"] != "survey" or other["evidence"] != "survey":
        found.append("evidence")
    return found
