"""Counts documents for phase 3 in which it is only said.

fails: hidden:2.1
says: come together
"""


def theme_phases(findings, today):
    if set(findings["theme"]) - set(THEMES):
        raise ValueError("theme")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    fresh = findings[(age >= 0) & (age <= 365)]
    out = {}
    for theme in THEMES:
        mine = fresh[fresh["theme"] == theme]
        seen = mine[mine["kind"] == "seen"]
        phase, cites = 1, set()
        for rung, needed in ((2, 1), (3, 2)):
            here = seen[seen["phase"] == rung]
            allh = mine[(mine["phase"] == rung) & mine["holds"].astype(bool)]
            holds = here["holds"].astype(bool)
            pro, con = here[holds], here[~holds]
            if len(con) or not len(pro) or allh["document"].nunique() < needed:
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
