from collections import Counter


def find_skew(offline, served):
    best = None
    for feature in ("burden", "debt", "income"):
        rows = list(zip(offline["day"], offline[feature], served[feature], strict=True))
        apart = [(day, one, two) for day, one, two in rows if not 0.999 < two / one < 1.001]
        count = Counter(day for day, _, _ in apart)
        first = 25
        while count[first - 1] >= 5:
            first -= 1
        if first > 19:
            continue
        hit = [(one, two) for day, one, two in apart if day >= first]
        ratios = Counter(f"{two / one:.2e}" for one, two in hit).most_common(2)
        values = Counter(two for _, two in hit).most_common(1)[0][1]
        if sum(count for _, count in ratios) > 0.5 * len(hit):
            kind = "unit"
        elif values > 0.5 * len(hit):
            kind = "default"
        else:
            kind = "stale"
        best = [feature, first, kind]
    return best
