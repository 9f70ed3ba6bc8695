"""Divides by the number of common years, of which there may be none.

fails: check:1.4-not-shared
says: Without a common year it stops
"""


def shared_source(first, second):
    best = None
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        equal = int(((both["percent_first"] - both["percent_second"]).abs() <= HALF).sum())
        rate = equal / len(both)
        if best is None or equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal, "shared": len(both) >= 4 and rate == 1}
    return best
