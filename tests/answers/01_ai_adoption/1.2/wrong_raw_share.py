"""Reports the share among those who answered and leaves the register unused.

fails: check:1.2
says: do the classes get the register's weights
"""


def reweighted_share(answers, register, by="size"):
    if not sum(register.values()) or not set(register) <= set(answers[by]):
        raise ValueError("a class is missing")
    return 100 * answers["uses"].dropna().astype(float).mean()
