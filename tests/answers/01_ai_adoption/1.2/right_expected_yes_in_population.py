"""Counts heads: how many in the population would say yes? Series arithmetic, aligned by class; returns a numpy float."""


def reweighted_share(answers, register, by="size"):
    population = pd.Series(register, dtype=float)
    population = population[population > 0]
    if population.empty:
        raise ValueError("nobody there")
    uses = pd.to_numeric(answers["uses"].map(lambda value: np.nan if pd.isna(value) else float(value)))
    rates = uses.groupby(answers[by]).mean().reindex(population.index)
    if rates.isna().any():
        raise ValueError("a class without answers")
    return np.float64((rates * population).sum() / population.sum() * 100)
