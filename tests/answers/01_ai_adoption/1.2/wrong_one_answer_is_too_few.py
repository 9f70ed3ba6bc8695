"""Wants at least two answers of each class.

fails: hidden:1.2-edges
says: one answer that counts is enough
"""

def reweighted_share(answers, register, by="size"):
    """The share of yes in per cent, each class counted by its share of the register."""
    total = sum(register.values())
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if len(uses) < 2:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 * size / total * uses.mean()
    return result
