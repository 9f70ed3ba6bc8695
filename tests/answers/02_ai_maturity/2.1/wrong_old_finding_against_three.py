"""Lets an old finding against phase 3 block it.

fails: hidden:2.1-dates
says: What does not count cannot speak against
"""


def theme_phases(findings, today):
    if set(findings["theme"]) - set(THEMES):
        raise ValueError("theme")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    seen = findings[(findings["kind"] == "seen")]
    ok = findings[(findings["kind"] == "seen") & (age >= 0) & (age <= 365)]
    out = {}
    for theme in THEMES:
        mine = ok[ok["theme"] == theme]
        phase, cites = 1, set()
        for rung, needed in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            holds = here["holds"].astype(bool)
            pro, con = here[holds], here[~holds]
            if rung == 3:
                con = seen[(seen["theme"] == theme) & (seen["phase"] == 3) & (seen["holds"] == False)]
            if len(con) or pro["document"].nunique() < needed:
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
