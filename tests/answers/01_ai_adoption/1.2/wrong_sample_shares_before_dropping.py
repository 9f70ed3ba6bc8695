"""Weights by (register share / sample share) with the sample share taken before skipped answers are dropped.

fails: check:1.2-skipped
says: neither a yes nor a no
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    sample = answers[by].value_counts(normalize=True)
    for name, size in register.items():
        if size > 0 and answers.loc[answers[by] == name, "uses"].notna().sum() == 0:
            raise ValueError(name)
    valid = answers[answers["uses"].notna() & answers[by].isin(list(register))]
    weights = [register[name] / total / sample[name] for name in valid[by]]
    return 100 * float(np.average(valid["uses"].astype(float), weights=weights))
