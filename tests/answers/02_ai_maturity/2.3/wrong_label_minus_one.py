"""Takes a number less one for the place on the scale.

fails: check:2.3
says: not what labels say
"""


def weighted_agreement(first, second, scale, power=1):
    if len(first) != len(second):
        raise ValueError("lengths differ")
    for x in [*first, *second]:
        if x is not None and x not in scale:
            raise ValueError(f"not on the scale: {x!r}")
    place = {l: (l - 1 if isinstance(l, int) else i) for i, l in enumerate(scale)}
    pairs = [(place[a], place[b]) for a, b in zip(first, second) if a is not None and b is not None]
    n = len(pairs)
    if n == 0:
        return None
    def d(i, j):
        return 0 if i == j else abs(i - j) ** power
    observed = sum(d(a, b) for a, b in pairs) / n
    expected = sum(d(a, b) for a, _ in pairs for _, b in pairs) / (n * n)
    if expected == 0:
        return None
    return 1 - observed / expected
