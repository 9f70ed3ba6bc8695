"""Says shared where any shift fits, not the one that is taken.

fails: hidden:1.4
says: shared, for five of six years equal as they stand
"""

def shared_source(first, second):
    """Whether two published series are one: best shift, common years, years with the same value, verdict."""
    best, fits = {"same": -1}, False
    for shift in (0, -1, 1):
        moved = pd.DataFrame({"year": second["year"] + shift, "other": second["percent"]})
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int(((both["percent"] - both["other"]).abs() <= 0.5 + 1e-9).sum())
        fits = fits or len(both) >= 4 and equal == len(both)
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": fits}
