"""Is careful everywhere.

fails: check:2.1
says: for phases too low
"""


def theme_phases(lines):
    return dict.fromkeys(THEMES, 1)
