"""Tries the shifts from -1 upwards.

fails: hidden:1.4
says: The shift with the largest number
"""


def shared_source(first, second):
    best = None
    for shift in (-1, 0, 1):
        both = side_by_side(first, second, shift)
        apart = (both["percent_first"] - both["percent_second"]).abs()
        same = int((apart <= HALF).sum())
        common = len(both)
        if best is None or same > best["same"]:
            best = {"shift": shift, "common": common, "same": same, "shared": common >= 4 and same == common}
    return best
