"""Takes one off the year in the text of the date.

fails: hidden:2.1-dates
says: count days, not calendar years
"""


def theme_phases(findings, today):
    bad = set(findings["theme"]) - set(THEMES)
    if bad:
        raise ValueError(f"unknown themes: {sorted(map(str, bad))}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    ok = findings[(findings["kind"] == "seen") & (findings["date"] <= today) & (findings["date"] >= str(int(today[:4]) - 1) + today[4:])]
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
