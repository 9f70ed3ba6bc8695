"""Takes the shift with the largest share of equal years, not with the largest number.

fails: hidden:1.4
says: shift, for five of six years equal as they stand
"""


def shared_source(first, second):
    best, best_rate = None, -1.0
    for shift in (0, -1, 1):
        moved = second[["year", "percent"]].assign(year=second["year"] + shift)
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int(((both["percent_x"] - both["percent_y"]).abs() <= 0.5 + 1e-9).sum())
        rate = equal / len(both) if len(both) else 0.0
        if rate > best_rate:
            best_rate = rate
            best = {"shift": shift, "common": len(both), "same": equal, "shared": len(both) >= 4 and equal == len(both)}
    return best
