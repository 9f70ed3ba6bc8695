def diagnose(inboxes):
    n = len(MONTHS)
    series = {r: np.array([row[TABLES[r].name] for row in box["table"]]) for r, box in inboxes.items()}
    best = None
    for cause in CAUSES:
        month = [note["month"] for note in inboxes[OWNS[cause]]["notes"] if note["about"] == ABOUT[cause]][0]
        onset = MONTHS.index(month)
        together = sum(
            note["month"] == month for role in inboxes for note in inboxes[role]["notes"] if note["about"] != "other"
        )
        for way in (-1, 1):
            score, seen = together * np.log(0.4 / 0.6 * 17), {}
            for role, v in series.items():
                column = TABLES[role]
                fit = lambda step: -0.5 * (((v - column.level - step) / column.noise) ** 2).sum()
                still = fit(0)
                if role in MOVES[cause]:
                    delays = [6] if role == "data scientist" else range(6)
                    tries = {d: fit((MOVES[cause][role] or way) * column.step * (np.arange(n) >= onset + d)) for d in delays}
                    late = max(tries, key=tries.get)
                    if tries[late] > still:
                        seen[role] = late
                    score += max(np.log(0.1) + still, np.log(0.9 / len(tries)) + tries[late])
                else:
                    score += still
            if seen and (best is None or score > best[0]):
                best = score, cause, month, min(seen, key=seen.get)
    return {"cause": best[1], "month": best[2], "first": best[3]}
