"""Wants three lines and none against: misfiled lines sink what is there.

fails: check:2.1
says: for phases too low
"""


def theme_phases(lines):
    counts = lines[lines["source"].isin(SOURCES["seen"]) & (lines["age"] <= 365) & (lines["age"] > 14)]
    phases = {}
    for theme in THEMES:
        phases[theme] = 1
        for rung in (2, 3):
            here = counts[(counts["theme"] == theme) & (counts["phase"] == rung)]
            if len(here) < 3 or not here["holds"].all():
                break
            phases[theme] = rung
    return phases
