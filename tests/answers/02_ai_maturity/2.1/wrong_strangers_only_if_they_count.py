"""Looks for unknown themes only among the findings that count.

fails: hidden:2.1-edges
says: should raise ValueError
"""


def theme_phases(findings, today):
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    counting = findings[(findings["kind"] == "seen") & age.between(0, 365)]
    if set(counting["theme"]) - set(THEMES):
        raise ValueError("not a theme")
    result = {}
    for theme in THEMES:
        mine = counting[counting["theme"] == theme]
        phase, cited = 1, set()
        for rung, documents in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            if not here["holds"].all() or here["document"].nunique() < documents:
                break
            phase = rung
            cited |= {f"{document}:{line}" for document, line in zip(here["document"], here["line"], strict=True)}
        result[theme] = {"phase": phase, "evidence": sorted(cited)}
    return result
