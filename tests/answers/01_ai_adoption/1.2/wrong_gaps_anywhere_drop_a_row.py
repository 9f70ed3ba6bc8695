"""Drops each answer that has a gap in any column.

fails: hidden:1.2
says: what is missing there does not matter
"""

def reweighted_share(answers, register, by="size"):
    """The share of yes in per cent, each class counted by its share of the register."""
    total = sum(register.values())
    if total == 0:
        raise ValueError("the register holds no population")
    valid = answers.dropna()
    result = 0.0
    for name, size in register.items():
        if size == 0:
            continue
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 * size / total * uses.mean()
    return result
