"""Takes values a whole point apart for the same.

fails: check:1.4-not-shared
says: Half a point apart is the same, a point is not
"""


def shared_source(first, second):
    best = {"same": -1}
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        equal = int(((both["percent_first"] - both["percent_second"]).abs() <= 1).sum())
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": best["common"] >= 4 and best["same"] == best["common"]}
