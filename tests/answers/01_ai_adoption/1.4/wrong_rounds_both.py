"""Rounds both values and compares, so half a point may or may not be the same.

fails: check:1.4-not-shared
says: Both round to 10
"""


def shared_source(first, second):
    best = {"shift": 0, "common": 0, "same": -1}
    for shift in (0, -1, 1):
        moved = pd.DataFrame({"year": second["year"] + shift, "other": second["percent"]})
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int((both["percent"].round() == both["other"].round()).sum())
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": best["common"] >= 4 and best["same"] == best["common"]}
