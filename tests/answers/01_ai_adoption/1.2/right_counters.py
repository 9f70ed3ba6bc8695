from collections import Counter


def reweighted_share(answers, register, by="size"):
    """Pure Python tallies; no pandas except isna."""
    said_yes, said = Counter(), Counter()
    for name, uses in zip(answers[by].tolist(), answers["uses"].tolist()):
        if pd.isna(uses):
            continue
        said[name] += 1
        said_yes[name] += int(uses)
    needed = [name for name in register if register[name] > 0]
    try:
        weighted = sum(register[name] * (said_yes[name] / said[name]) for name in needed)
        return 100 * weighted / sum(register[name] for name in needed)
    except ZeroDivisionError:
        raise ValueError("a class without answers, or an empty register") from None
