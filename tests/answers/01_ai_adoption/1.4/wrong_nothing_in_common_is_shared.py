"""Forgets to ask for a least number of years: two or none are enough.

fails: check:1.4-not-shared
says: How many are needed at least
"""


def shared_source(first, second):
    best = {"shift": 0, "common": 0, "same": -1}
    for shift in (0, -1, 1):
        moved = pd.DataFrame({"year": second["year"] + shift, "other": second["percent"]})
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int(((both["percent"] - both["other"]).abs() <= 0.5 + 1e-9).sum())
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": best["same"] == best["common"]}
