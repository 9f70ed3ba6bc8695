"""Right but for the month, which it gives as a number.

fails: check:7.5
says: 40 months are wrong
"""

from itertools import permutations


def _numbers(box):
    return np.array([next(v for k, v in row.items() if k != "month") for row in box["table"]], float)


def diagnose(inboxes):
    n = len(MONTHS)
    t = np.arange(n)
    roles = list(inboxes)
    scores = {}
    for role in roles:
        info = TABLES[role]
        level, noise, step = TABLES[role].level, TABLES[role].noise, TABLES[role].step
        x = _numbers(inboxes[role])
        scores[role] = {(w, k): -0.5 * (((x - level - w * step * (t >= k)) / noise) ** 2).sum() for w in (1, -1) for k in range(n)}
        scores[role][0, 0] = -0.5 * (((x - level) / noise) ** 2).sum()
    best = (-1e18, None)
    for cause in CAUSES:
        dates = {note["month"] for note in inboxes[OWNS[cause]]["notes"] if note["about"] == ABOUT[cause]}
        should = list(MOVES[cause])
        for month in dates:
            m = MONTHS.index(month)
            for sign in (1, -1):
                if sign == -1 and 0 not in MOVES[cause].values():
                    continue
                rest = sum(scores[r][0, 0] for r in roles if r not in should)
                late = "data scientist" in should
                movers = [r for r in should if r != "data scientist"]
                top = (-1e18, None)
                for mask in range(2 ** len(movers)):
                    chosen = [r for i, r in enumerate(movers) if mask >> i & 1]
                    for order in permutations(chosen):
                        s = sum(scores[r][0, 0] + math.log(0.1) for r in movers if r not in chosen)
                        for i, r in enumerate(order):
                            w = MOVES[cause][r] or sign
                            k = m + i
                            s += math.log(0.9) + (scores[r][w, k] if k < n else scores[r][0, 0])
                        s -= math.lgamma(len(chosen) + 1)
                        if late:
                            w = MOVES[cause]["data scientist"] or sign
                            k = m + 6
                            moved = scores["data scientist"][w, k] if k < n else scores["data scientist"][0, 0]
                            s += max(moved + math.log(0.9), scores["data scientist"][0, 0] + math.log(0.1))
                        first = order[0] if order else "data scientist"
                        if s > top[0]:
                            top = (s, first)
                total = top[0] + rest
                if total > best[0]:
                    best = (total, {"cause": cause, "month": m, "first": top[1]})
    return best[1]
