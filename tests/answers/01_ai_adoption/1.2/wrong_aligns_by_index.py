"""Puts the classes into a new column with an index of its own, so that rows with other labels are mixed up.

fails: hidden:1.2
says: any index
"""


def reweighted_share(answers, register, by="size"):
    counts = answers["uses"].dropna().astype(float)
    shares = counts.groupby(pd.Series(answers[by].tolist())).mean().reindex(list(register))
    if shares.isna().any():
        raise ValueError("a class has no answer that counts")
    return 100 * np.average(shares, weights=list(register.values()))
