"""Moves the first series the other way, which is the same thing; keys in another order."""


def shared_source(first, second):
    two = second[["year", "percent"]].dropna()
    best = (-1, 0, 0)
    for shift in sorted((-1, 0, 1), key=lambda value: (abs(value), value)):
        one = first[["year", "percent"]].dropna().assign(year=lambda frame, by=shift: frame["year"] - by)
        both = one.merge(two, on="year", suffixes=("_1", "_2"))
        equal = int(np.isclose(both["percent_1"], both["percent_2"], rtol=0, atol=0.5 + 1e-12).sum())
        if equal > best[0]:
            best = (equal, shift, len(both))
    equal, shift, common = best
    return {"shared": bool(common >= 4 and equal == common), "same": equal, "common": common, "shift": shift}
