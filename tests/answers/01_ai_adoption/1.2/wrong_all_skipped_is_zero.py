"""Counts a class whose members all skipped the question as 0 % instead of complaining.

fails: hidden:1.2-edges
says: skipped answers only should raise ValueError
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        if not (answers[by] == name).any():
            raise ValueError(f"nobody of class {name}")
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        result += size / total * (uses.sum() / max(len(uses), 1))
    return 100 * result
