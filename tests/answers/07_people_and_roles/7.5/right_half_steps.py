def diagnose(inboxes):
    moved = {}
    for role, inbox in inboxes.items():
        values = [row[TABLES[role].name] - TABLES[role].level for row in inbox["table"]]
        half = TABLES[role].step / 2
        for way in (-1, 1):
            over = [way * value > half for value in values]
            if over[-1]:
                start = len(over)
                while start and sum(over[start - 1 :]) >= len(over[start - 1 :]) - 1 and over[start - 1]:
                    start -= 1
                moved[role] = (start, way)
    if not moved:
        return {"cause": None, "month": None, "first": None}
    start, first = min((place, role) for role, (place, _) in moved.items())

    def distance(cause):
        month = next(n["month"] for n in inboxes[OWNS[cause]]["notes"] if n["about"] == ABOUT[cause])
        due = start - 6 if set(MOVES[cause]) == {"data scientist"} else start
        extra = sum(r not in MOVES[cause] or MOVES[cause][r] * way < 0 for r, (_, way) in moved.items())
        lacking = sum(r not in moved for r in MOVES[cause])
        return 10 * (MONTHS.index(month) != due) + 3 * extra + lacking, cause, month

    _, cause, month = sorted(distance(cause) for cause in CAUSES)[0]
    return {"first": first, "month": month, "cause": cause}
