"""Complains about every class of the register without answers, those of size 0 included.

fails: hidden:1.2-edges
says: it should just not count
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    if total == 0:
        raise ValueError("empty register")
    valid = answers[answers["uses"].notna()]
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"]
        if uses.empty:
            raise ValueError(f"nobody of class {name}")
        result += size / total * uses.astype(float).mean()
    return 100 * result
