"""Returns an empty dict for an empty table.

fails: hidden:2.1-edges
says: All six themes are expected
"""


def theme_phases(findings, today):
    if set(findings["theme"]) - set(THEMES):
        raise ValueError("theme")
    if len(findings) == 0:
        return {}
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
            if len(con) or pro["document"].nunique() < needed:
                break
            phase = rung
            cites |= {f"{d}:{l}" for d, l in zip(pro["document"], pro["line"])}
        out[theme] = {"phase": phase, "evidence": sorted(cites)}
    return out
