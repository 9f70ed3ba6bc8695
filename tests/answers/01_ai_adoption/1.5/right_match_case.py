def autopsy(card):
    match card:
        case "A":
            facts = dict(percent=50, unit="models", evidence="none given", published=2020)
        case "B":
            facts = dict(
                percent=80, unit="projects", outcome="not stated", evidence="estimates of others", published=2024
            )
        case "C":
            facts = dict(percent=42, unit="organisations", outcome="abandoned", asked=1006, published=2025)
        case "D":
            facts = dict(percent=100 - 54, unit="projects", asked=699, published=2022)
        case "E":
            facts = dict(percent=100 - 53, unit="disputed", asked=950, published=2020)
        case _:
            raise KeyError(card)
    return {"outcome": "not in production", "evidence": "survey", "asked": None} | facts


def obstacles(one, other):
    unknown = {"unit": "disputed", "outcome": "not stated"}
    clash = [f for f, word in unknown.items() if one[f] != other[f] or word in (one[f], other[f])]
    return clash + ["evidence"] * any(claim["evidence"] != "survey" for claim in (one, other))
