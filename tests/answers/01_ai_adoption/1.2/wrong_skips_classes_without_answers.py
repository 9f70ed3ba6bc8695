"""Leaves classes without answers out in silence, as if they said no.

fails: check:1.2-skipped
says: A register with a class for which nobody answered
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            continue
        result += 100 * size / total * uses.mean()
    return result
