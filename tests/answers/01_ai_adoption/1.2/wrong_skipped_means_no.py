"""Counts everybody who skipped the question as a no.

fails: check:1.2-skipped
says: neither a yes nor a no
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    valid = answers.assign(uses=answers["uses"].map(lambda value: not pd.isna(value) and bool(value)))
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 * size / total * uses.mean()
    return result
