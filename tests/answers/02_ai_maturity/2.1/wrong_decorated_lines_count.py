"""Counts what was written for the visit.

fails: check:2.1
says: where decorated
"""


def theme_phases(lines):
    counts = lines[lines["source"].isin(SOURCES["seen"]) & (lines["age"] <= 365)]
    votes = (2 * counts['holds'].astype(int) - 1).groupby([counts["theme"], counts["phase"]]).sum()
    phases = {}
    for theme in THEMES:
        phases[theme] = 1
        for rung in (2, 3):
            if votes.get((theme, rung), 0) <= 0:
                break
            phases[theme] = rung
    return phases
