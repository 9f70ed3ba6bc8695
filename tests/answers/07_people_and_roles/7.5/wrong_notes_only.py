"""Takes the first note of the busiest month.

fails: check:7.5
says: You accuse somebody
"""

def diagnose(inboxes):
    dated = {}
    for cause in CAUSES:
        (month,) = (note["month"] for note in inboxes[OWNS[cause]]["notes"] if note["about"] == ABOUT[cause])
        dated.setdefault(month, []).append(cause)
    month = max(dated, key=lambda month: len(dated[month]))
    return {"cause": dated[month][0], "month": month, "first": OWNS[dated[month][0]]}
