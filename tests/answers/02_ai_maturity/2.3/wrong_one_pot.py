"""Draws both ratings from all ratings in one pot (Scott's pi).

fails: check:2.3
says: a rating of first with one of second
"""


def weighted_agreement(first, second, scale, power=1):
    if len(first) != len(second):
        raise ValueError("lengths differ")
    for x in [*first, *second]:
        if x is not None and x not in scale:
            raise ValueError(f"not on the scale: {x!r}")
    place = {l: i for i, l in enumerate(scale)}
    pairs = [(place[a], place[b]) for a, b in zip(first, second) if a is not None and b is not None]
    n = len(pairs)
    if n == 0:
        return None
    def d(i, j):
        return 0 if i == j else abs(i - j) ** power
    observed = sum(d(a, b) for a, b in pairs) / n
    pool = [x for p in pairs for x in p]
    expected = sum(d(a, b) for a in pool for b in pool) / (4 * n * n)
    if expected == 0:
        return None
    return 1 - observed / expected
