"""Shared as soon as four years agree, even when others do not.

fails: check:1.4-not-shared
says: Are *all* common years the same?
"""


def shared_source(first, second):
    best = None
    for shift in (0, -1, 1):
        moved = second[["year", "percent"]].assign(year=second["year"] + shift)
        both = first[["year", "percent"]].merge(moved, on="year", suffixes=("_1", "_2")).dropna()
        equal = int(((both["percent_1"] - both["percent_2"]).abs() <= 0.5 + 1e-9).sum())
        if best is None or equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal, "shared": equal >= 4}
    return best
