"""The table as a DataFrame, read row by row; obstacles by sets, sorted into the order that is asked for."""


def autopsy(card):
    frame = pd.DataFrame(
        {
            "percent": [50, 80, 42, 46, 47],
            "unit": ["models", "projects", "organisations", "projects", "disputed"],
            "outcome": ["not in production", "not stated", "abandoned", "not in production", "not in production"],
            "evidence": ["none given", "estimates of others", "survey", "survey", "survey"],
            "published": [2020, 2024, 2025, 2022, 2020],
        },
        index=list("ABCDE"),
    )
    row = frame.loc[card].to_dict()
    asked = {"C": 1006, "D": 699, "E": 950}
    return {**row, "asked": asked.get(card)}


def obstacles(one, other):
    bad = {"unit": {"disputed"}, "outcome": {"not stated"}, "evidence": {"none given", "estimates of others"}}
    found = {name for name, words in bad.items() if {one[name], other[name]} & words}
    found |= {name for name in ("unit", "outcome") if one[name] != other[name]}
    return sorted(found, key=["unit", "outcome", "evidence"].index)
