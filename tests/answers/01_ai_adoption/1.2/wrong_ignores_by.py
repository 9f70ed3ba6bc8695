"""Has the column name written into the code.

fails: check:1.2-skipped
says: Are the classes those of the column `by`
"""


def reweighted_share(answers, register, by="size"):
    total = sum(register.values())
    valid = answers[answers["uses"].notna()]
    result = 0.0
    for name, size in register.items():
        if size > 0:
            uses = valid[valid["size"] == name]["uses"]
            if len(uses) == 0:
                raise ValueError(name)
            result += size / total * uses.astype(float).mean()
    return 100 * result
