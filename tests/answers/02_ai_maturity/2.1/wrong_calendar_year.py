"""Counts whole calendar years: everything of this year and the last is fresh.

fails: hidden:2.1
says: old, said and contradicting findings come together
"""


def theme_phases(findings, today):
    strangers = set(findings["theme"]) - set(THEMES)
    if strangers:
        raise ValueError(f"not a theme: {strangers}")
    age = pd.Timestamp(today).year - pd.to_datetime(findings["date"]).dt.year
    counting = findings[(findings["kind"] == "seen") & age.between(0, 1)]
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
