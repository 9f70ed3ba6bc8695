"""Ignores findings of the future only where they speak for a phase.

fails: hidden:2.1-dates
says: The future is ignored
"""


def theme_phases(findings, today):
    bad = set(findings["theme"]) - set(THEMES)
    if bad:
        raise ValueError(f"unknown themes: {sorted(map(str, bad))}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    ok = findings[(findings["kind"] == "seen") & (findings["holds"] == False) & (age < 0) | (findings["kind"] == "seen") & (age >= 0) & (age <= 365)]
    out = {}
    for theme in THEMES:
        mine = ok[ok["theme"] == theme]
        phase, cites = 1, set()
        for rung, needed in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            holds = here["holds"].astype(bool)
            pro, con = here[holds], here[~holds]
            if len(con) or pro["document"].nunique() < needed:
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
