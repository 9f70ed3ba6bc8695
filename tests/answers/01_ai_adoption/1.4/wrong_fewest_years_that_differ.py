"""Takes the shift with the fewest years that differ, not with the most that are the same.

fails: hidden:1.4
says: The shift with the largest number of equal years
"""


def shared_source(first, second):
    found = []
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        equal = int(((both["percent_first"] - both["percent_second"]).abs() <= HALF).sum())
        shared = len(both) >= 4 and equal == len(both)
        found.append({"shift": shift, "common": len(both), "same": equal, "shared": shared})
    return min(found, key=lambda verdict: verdict["common"] - verdict["same"])
