"""Calls the share of an empty population 0.

fails: hidden:1.2-edges
says: An empty register
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    if total == 0:
        return 0.0
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        if size == 0:
            continue
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 * size / total * uses.mean()
    return result
