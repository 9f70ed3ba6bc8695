"""Gives a class whose members all skipped the question the overall share.

fails: hidden:1.2-edges
says: A class with skipped answers only
"""


def reweighted_share(answers, register, by="size"):
    if not all((answers[by] == name).any() for name, size in register.items() if size):
        raise ValueError("a class is missing")
    if not any(register.values()):
        raise ValueError("no population")
    valid = answers.dropna(subset=["uses"]).assign(uses=lambda frame: frame["uses"].astype(float))
    rates = valid.groupby(by)["uses"].mean()
    total = sum(register.values())
    return 100 * sum(size / total * rates.get(name, valid["uses"].mean()) for name, size in register.items())
