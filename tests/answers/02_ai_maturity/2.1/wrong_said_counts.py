"""Takes mails, websites and policies for evidence.

fails: check:2.1
says: elsewhere
"""


def theme_phases(lines):
    counts = lines[(lines["age"] <= 365) & (lines["age"] > 14)]
    votes = (2 * counts['holds'].astype(int) - 1).groupby([counts["theme"], counts["phase"]]).sum()
    phases = {}
    for theme in THEMES:
        phases[theme] = 1
        for rung in (2, 3):
            if votes.get((theme, rung), 0) <= 0:
                break
            phases[theme] = rung
    return phases
