"""Counts the documents of both phases together.

fails: hidden:2.1
says: Both documents must speak for phase 3
"""


def theme_phases(findings, today):
    bad = set(findings["theme"]) - set(THEMES)
    if bad:
        raise ValueError(f"unknown themes: {sorted(map(str, bad))}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    ok = findings[(findings["kind"] == "seen") & (age >= 0) & (age <= 365)]
    out = {}
    for theme in THEMES:
        mine = ok[ok["theme"] == theme]
        phase, cites = 1, set()
        for rung, needed in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            holds = here["holds"].astype(bool)
            pro, con = here[holds], here[~holds]
            if len(con) or mine[(mine["phase"] <= rung) & mine["holds"].astype(bool)]["document"].nunique() < needed or not len(pro):
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
