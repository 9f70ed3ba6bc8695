"""sklearn for powers 0, 1 and 2, own sums for the rest."""


from sklearn.metrics import cohen_kappa_score


def weighted_agreement(first, second, scale, power=1):
    if len(first) != len(second):
        raise ValueError("lengths")
    for label in list(first) + list(second):
        if label is not None and label not in scale:
            raise ValueError(f"{label} is not on the scale")
    pairs = [(scale.index(a), scale.index(b)) for a, b in zip(first, second) if None not in (a, b)]
    if not pairs or len({place for pair in pairs for place in pair}) == 1:
        return None
    one, other = zip(*pairs)
    if power in (0, 1, 2):
        kind = {0: None, 1: "linear", 2: "quadratic"}[power]
        return float(cohen_kappa_score(one, other, labels=list(range(len(scale))), weights=kind))
    apart = lambda a, b: float(abs(a - b)) ** power if a != b else 0.0
    mean_observed = np.mean([apart(a, b) for a, b in pairs])
    return 1 - mean_observed / np.mean([[apart(a, b) for b in other] for a in one])
