"""Averages the classes' shares as if all classes were of one size.

fails: check:1.2
says: do the classes get the register's weights
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 / len(register) * uses.mean()
    return result
