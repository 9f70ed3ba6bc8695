"""Compares the rows as they come.

fails: check:1.4-not-shared
says: Rows come in any order
"""


def shared_source(first, second):
    best = None
    for shift in (0, -1, 1):
        moved = second.assign(year=second["year"] + shift)
        years = sorted(set(first.dropna(subset=["percent"])["year"]) & set(moved.dropna(subset=["percent"])["year"]))
        a = first[first["year"].isin(years)]["percent"].to_numpy()
        b = moved[moved["year"].isin(years)]["percent"].to_numpy()
        same = int((abs(a - b) <= HALF).sum())
        if best is None or same > best["same"]:
            best = {"shift": shift, "common": len(years), "same": same, "shared": len(years) >= 4 and same == len(years)}
    return best
