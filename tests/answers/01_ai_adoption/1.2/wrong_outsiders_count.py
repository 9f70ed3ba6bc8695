"""Lets answers from outside the register keep their raw weight.

fails: check:1.2-skipped
says: whose class is not in the register
"""


def reweighted_share(answers, register, by="size"):
    valid = answers.dropna(subset=["uses"])
    sample = valid[by].value_counts()
    for name, size in register.items():
        if size and name not in sample:
            raise ValueError("a class has no answers")
    total = sum(register.values())
    weights = [register[name] / total / sample[name] if name in register else 1 / len(valid) for name in valid[by]]
    return 100 * np.average(valid["uses"].astype(float), weights=weights)
