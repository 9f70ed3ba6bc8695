"""A weight for every single answer, then one weighted mean."""


def reweighted_share(answers, register, by="size"):
    wanted = {name: size for name, size in register.items() if size > 0}
    if not wanted:
        raise ValueError("no population")
    kept = answers[answers[by].isin(list(wanted)) & answers["uses"].notna()]
    counts = kept[by].value_counts()
    if set(counts.index) != set(wanted):
        raise ValueError("a class has no answers")
    weights = [wanted[name] / counts[name] for name in kept[by]]
    return np.average(kept["uses"].astype(float), weights=weights) * 100
