"""A table of counts and numpy's outer product."""


def weighted_agreement(first, second, scale, power=1):
    if len(first) != len(second) or not {*first, *second} <= {*scale, None}:
        raise ValueError("bad ratings")
    size = len(scale)
    counts = np.zeros((size, size))
    for a, b in zip(first, second):
        if a is not None and b is not None:
            counts[scale.index(a), scale.index(b)] += 1
    i, j = np.indices((size, size))
    weight = np.where(i == j, 0.0, np.abs(i - j) ** float(power))
    n = counts.sum()
    if n == 0:
        return None
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    bottom = (weight * chance).sum()
    return None if bottom == 0 else 1 - (weight * counts).sum() / bottom
