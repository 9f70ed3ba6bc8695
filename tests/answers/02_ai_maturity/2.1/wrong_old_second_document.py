"""Counts documents for phase 3 that are too old.

fails: hidden:2.1
says: come together
"""


def theme_phases(findings, today):
    if set(findings["theme"]) - set(THEMES):
        raise ValueError("theme")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    seen = findings[findings["kind"] == "seen"]
    ok = findings[(findings["kind"] == "seen") & (age >= 0) & (age <= 365)]
    out = {}
    for theme in THEMES:
        mine, old = ok[ok["theme"] == theme], seen[seen["theme"] == theme]
        phase, cites = 1, set()
        for rung, needed in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            holds = here["holds"].astype(bool)
            pro, con = here[holds], here[~holds]
            o = old[(old["phase"] == rung) & old["holds"].astype(bool)]
            if len(con) or not len(pro) or o["document"].nunique() < needed:
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
