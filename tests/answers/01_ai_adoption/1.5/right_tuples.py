FIELDS = ("percent", "unit", "outcome", "evidence", "asked", "published")
CARDS = dict(
    A=(50, "models", "not in production", "none given", None, 2020),
    B=(80, "projects", "not stated", "estimates of others", None, 2024),
    C=(42, "organisations", "abandoned", "survey", 1006, 2025),
    D=(46, "projects", "not in production", "survey", 699, 2022),
    E=(47, "disputed", "not in production", "survey", 950, 2020),
)


def autopsy(card):
    return dict(zip(FIELDS, CARDS[card]))


def obstacles(one, other):
    unknown = {"unit": "disputed", "outcome": "not stated"}
    out = [f for f in ("unit", "outcome") if one[f] != other[f] or unknown[f] in {one[f], other[f]}]
    return out + (["evidence"] if {one["evidence"], other["evidence"]} != {"survey"} else [])
