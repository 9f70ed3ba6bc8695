"""Among equals takes +1 before -1.

fails: hidden:1.4
says: one equal year at -1 and one at 1
"""


def shared_source(first, second):
    best = None
    for shift in (0, 1, -1):
        moved = second[["year", "percent"]].assign(year=second["year"] + shift)
        both = first[["year", "percent"]].merge(moved, on="year", suffixes=("_1", "_2")).dropna()
        equal = int(((both["percent_1"] - both["percent_2"]).abs() <= 0.5 + 1e-9).sum())
        if best is None or equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal, "shared": len(both) >= 4 and equal == len(both)}
    return best
