"""Names the phases instead of numbering them.

fails: check:2.1
says: should be an int
"""


def theme_phases(lines):
    counts = lines[lines["source"].isin(SOURCES["seen"]) & lines["age"].between(15, 365)]
    phases = {}
    for theme in THEMES:
        lead = [0, 0]
        for line in counts[counts["theme"] == theme].itertuples():
            lead[line.phase - 2] += 1 if line.holds else -1
        phases[theme] = ["tactical", "strategic", "transformational"][int(lead[0] > 0) + int(lead[0] > 0 and lead[1] > 0)]
    return phases
