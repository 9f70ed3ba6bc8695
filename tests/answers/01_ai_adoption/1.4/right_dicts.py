"""Dicts from year to value, no merge; the best shift by a sort key."""


def shared_source(first, second):
    def values(frame):
        pairs = zip(frame["year"].tolist(), frame["percent"].tolist(), strict=True)
        return {year: value for year, value in pairs if value is not None and value == value}

    one, two = values(first), values(second)
    tries = []
    for shift in (-1, 0, 1):
        gaps = [abs(one[year + shift] - value) for year, value in two.items() if year + shift in one]
        tries.append((-sum(gap <= 0.5 + 1e-9 for gap in gaps), abs(shift), shift, len(gaps)))
    best = min(tries)
    return {"shift": best[2], "common": best[3], "same": -best[0], "shared": 4 <= best[3] == -best[0]}
