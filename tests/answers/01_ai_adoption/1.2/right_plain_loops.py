"""Plain Python: counts of yes and of answers in dicts; numpy scalars and None handled by hand."""


def reweighted_share(answers, register, by="size"):
    asked, said_yes = {}, {}
    for name, value in zip(answers[by].tolist(), answers["uses"].tolist(), strict=True):
        if value is None or value != value:
            continue
        asked[name] = asked.get(name, 0) + 1
        said_yes[name] = said_yes.get(name, 0) + (1 if value else 0)
    population = sum(register.values())
    if not population:
        raise ValueError("the register is empty")
    missing = [name for name, size in register.items() if size and name not in asked]
    if missing:
        raise ValueError(f"no answers from {missing}")
    return 100 * sum(size * said_yes[name] / asked[name] for name, size in register.items() if size) / population
