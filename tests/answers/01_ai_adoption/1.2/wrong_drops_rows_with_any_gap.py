"""Drops a row wherever anything is missing, though further columns do not matter.

fails: hidden:1.2
says: Further columns
"""


def reweighted_share(answers, register, by="size"):
    complete = answers.dropna()
    shares = complete["uses"].astype(float).groupby(complete[by]).mean().reindex(list(register))
    if shares.isna().any():
        raise ValueError("a class has no answer that counts")
    return 100 * np.average(shares, weights=list(register.values()))
