"""Takes the last table that moved for the first.

fails: check:7.5
says: times the role that was first
"""

def diagnose(inboxes):
    """Cause, month and the role whose table moved first, from all seven inboxes."""
    moved = {}
    for role, inbox in inboxes.items():
        column = TABLES[role]
        seen = np.array([row[column.name] for row in inbox["table"]])
        shapes = [(place, way) for place in range(len(MONTHS)) for way in (-1, 0, 1)]
        steps = {(place, way): way * column.step * (np.arange(len(MONTHS)) >= place) for place, way in shapes}
        place, way = min(shapes, key=lambda shape: ((seen - column.level - steps[shape]) ** 2).sum())
        if way:
            moved[role] = place, way
    start, _ = min((place, role) for role, (place, _) in moved.items())
    _, first = max((place, role) for role, (place, _) in moved.items())

    def look(cause):
        (month,) = (note["month"] for note in inboxes[OWNS[cause]]["notes"] if note["about"] == ABOUT[cause])
        late = 6 if list(MOVES[cause]) == ["data scientist"] else 0
        misfit = 8 * (MONTHS.index(month) != start - late)
        for role in inboxes:
            if role not in moved:
                misfit += role in MOVES[cause]
            elif role not in MOVES[cause] or MOVES[cause][role] == -moved[role][1]:
                misfit += 3
        return misfit, cause, month

    _, cause, month = min(map(look, CAUSES))
    return {"cause": cause, "month": month, "first": first}
