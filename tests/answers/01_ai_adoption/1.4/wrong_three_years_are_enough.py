"""Takes three common years for enough.

fails: check:1.4-not-shared
says: How many are needed at least
"""


def shared_source(first, second):
    best = None
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        apart = (both["percent_first"] - both["percent_second"]).abs()
        same = int((apart <= HALF).sum())
        common = len(both)
        if best is None or same > best["same"]:
            best = {"shift": shift, "common": common, "same": same, "shared": common >= 3 and same == common}
    return best
