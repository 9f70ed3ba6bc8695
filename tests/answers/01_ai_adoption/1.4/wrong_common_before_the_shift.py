"""Counts the common years as they stand, not after the shift.

fails: check:1.4
says: common in the example
"""


def shared_source(first, second):
    common = len(side_by_side(first, second, 0))
    found = []
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        equal = int(((both["percent_first"] - both["percent_second"]).abs() <= HALF).sum())
        found.append((equal, shift))
    equal, shift = max(found)
    return {"shift": shift, "common": common, "same": equal, "shared": common >= 4 and equal == common}
