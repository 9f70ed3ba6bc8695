"""Cites a line once for phase 2 and once more for phase 3.

fails: hidden:2.1
says: a line that speaks for phase 2 and for phase 3
"""

def theme_phases(findings, today):
    """Phase and citations of each theme, from findings that are seen, fresh and not contradicted."""
    strangers = set(findings["theme"]) - set(THEMES)
    if strangers:
        raise ValueError(f"not a theme: {strangers}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    counting = findings[(findings["kind"] == "seen") & age.between(0, 365)]
    result = {}
    for theme in THEMES:
        mine = counting[counting["theme"] == theme]
        phase, cited = 1, []
        for rung, documents in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            if not here["holds"].all() or here["document"].nunique() < documents:
                break
            phase = rung
            cited += sorted({f"{document}:{line}" for document, line in zip(here["document"], here["line"], strict=True)})
        result[theme] = {"phase": phase, "evidence": sorted(cited)}
    return result
