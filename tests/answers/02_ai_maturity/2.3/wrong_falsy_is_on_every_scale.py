"""Lets 0 and the empty string pass without a look at the scale.

fails: hidden:2.3-edges
says: The label 0, which is not on the scale here
"""

def weighted_agreement(first, second, scale, power=1):
    """Cohen's weighted kappa (Cohen 1968) on an ordered scale; None where it is not defined."""
    if len(first) != len(second):
        raise ValueError("the lists differ in length")
    place = {label: at for at, label in enumerate(scale)}
    if any(label and label not in place for label in [*first, *second]):
        raise ValueError("a label is not on the scale")
    pairs = [(place[a], place[b]) for a, b in zip(first, second, strict=True) if a in place and b in place]

    def apart(one, other):
        return 0 if one == other else abs(one - other) ** power

    observed = sum(apart(a, b) for a, b in pairs)
    expected = sum(apart(a, b) for a, _ in pairs for _, b in pairs)
    return 1 - observed * len(pairs) / expected if expected else None
