"""Looks for classes without answers before the skipped ones are dropped.

fails: hidden:1.2-edges
says: A class with skipped answers only
"""


def reweighted_share(answers, register, by="size"):
    lacking = set(register) - set(answers[by])
    if lacking:
        raise ValueError(f"nobody answered for {sorted(lacking)}")
    share = 0.0
    for name, size in register.items():
        share += 100 * answers.loc[answers[by] == name, "uses"].dropna().astype(float).mean() * size
    return share / sum(register.values())
