"""Takes a high correlation for a common source; two rising series always correlate.

fails: check:1.4-not-shared
says: Rising together is not being equal
"""


def shared_source(first, second):
    best = None
    for shift in (0, -1, 1):
        moved = pd.DataFrame({"year": second["year"] + shift, "other": second["percent"]})
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int(((both["percent"] - both["other"]).abs() <= 0.5 + 1e-9).sum())
        alike = len(both) >= 4 and both["percent"].corr(both["other"]) > 0.95
        if best is None or equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal, "shared": bool(alike)}
    return best
