"""Takes the owner of the note for the role whose table moved first.

fails: check:7.5
says: times the role that was first
"""

def diagnose(inboxes):
    """Cause, month and the role whose table moved first, from all seven inboxes."""
    t = np.arange(len(MONTHS))
    fits, order = {}, {}
    for role, box in inboxes.items():
        level, noise, step = TABLES[role].level, TABLES[role].noise, TABLES[role].step
        values = np.array([next(v for k, v in row.items() if k != "month") for row in box["table"]], float)
        best = {}
        for way in (1, -1, 0):
            for k in range(len(t)) if way else [0]:
                rss = (((values - level - way * step * (t >= k)) / noise) ** 2).sum() + (6 if way else 0)
                if way not in best or rss < best[way][0]:
                    best[way] = (rss, k)
        fits[role] = best
    best_cost, best_cause, best_month = None, None, None
    for cause in CAUSES:
        noted = [n["month"] for n in inboxes[OWNS[cause]]["notes"] if n["about"] == ABOUT[cause]]
        for month in noted:
            m = MONTHS.index(month)
            for sign in ((1, -1) if 0 in MOVES[cause].values() else (1,)):
                cost = 0
                for role in inboxes:
                    way = MOVES[cause].get(role)
                    if way == 0:
                        way = sign
                    fit = fits[role]
                    still = fit[0][0]
                    if way is None:
                        cost += still
                    else:
                        moved, k = fit[way]
                        early = 0 if (k >= m) else 12
                        cost += min(moved + early, still + 5)
                if best_cost is None or cost < best_cost:
                    best_cost, best_cause, best_month, best_sign = cost, cause, month, sign
    moved = []
    for role, way in MOVES[best_cause].items():
        way = way or best_sign
        if fits[role][way][0] < fits[role][0][0]:
            moved.append((fits[role][way][1], role))
    first = min(moved)[1] if moved else min(fits, key=lambda r: r)
    return {"cause": best_cause, "month": best_month, "first": OWNS[best_cause]}
