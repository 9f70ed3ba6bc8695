"""Computes chance from all ratings, also those of cells that are left out.

fails: check:2.3
says: Expected is taken from the cells that remain
"""


def weighted_agreement(first, second, scale, power=1):
    if len(first) != len(second):
        raise ValueError("the lists differ in length")
    place = {label: at for at, label in enumerate(scale)}
    if any(label is not None and label not in place for label in [*first, *second]):
        raise ValueError("a label is not on the scale")
    pairs = [(place[a], place[b]) for a, b in zip(first, second, strict=True) if a is not None and b is not None]

    def apart(one, other):
        return 0 if one == other else abs(one - other) ** power

    firsts = [place[a] for a in first if a is not None]
    seconds = [place[b] for b in second if b is not None]
    observed = sum(apart(a, b) for a, b in pairs)
    expected = sum(apart(a, b) for a in firsts for b in seconds) * len(pairs) ** 2 / max(len(firsts) * len(seconds), 1)
    return 1 - observed * len(pairs) / expected if expected else None
