"""Works with agreement weights (1 minus disagreement over the largest), as textbooks also do."""


def weighted_agreement(first, second, scale, power=1):
    positions = {}
    for label in scale:
        positions[label] = len(positions)
    unknown = [x for x in [*first, *second] if x is not None and x not in positions]
    if unknown or len(first) != len(second):
        raise ValueError(unknown)
    kept = [(positions[a], positions[b]) for a, b in zip(first, second) if a is not None and b is not None]
    if len(kept) == 0:
        return None
    largest = (len(scale) - 1) ** power

    def alike(a, b):
        return 1.0 if a == b else 1.0 - abs(a - b) ** power / largest

    agreed = sum(alike(a, b) for a, b in kept) / len(kept)
    by_chance = sum(alike(a, d) for a, _ in kept for _, d in kept) / len(kept) ** 2
    if abs(1 - by_chance) < 1e-12:
        return None
    return np.float64((agreed - by_chance) / (1 - by_chance))
