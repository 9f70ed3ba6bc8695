"""Adds columns to the table that it was given."""


def theme_phases(findings, today):
    if findings.empty:
        return {t: {"phase": 1, "evidence": []} for t in THEMES}
    for t in findings["theme"]:
        if t not in THEMES:
            raise ValueError(t)
    findings["age"] = (pd.to_datetime(today) - pd.to_datetime(findings["date"])).dt.days
    findings["cite"] = findings["document"] + ":" + findings["line"].astype(str)
    f = findings.query("kind == 'seen' and 0 <= age <= 365")
    out = {}
    for t in THEMES:
        g = f[f.theme == t]
        yes2, no2 = g[(g.phase == 2) & g.holds], g[(g.phase == 2) & (g.holds == False)]
        yes3, no3 = g[(g.phase == 3) & g.holds], g[(g.phase == 3) & (g.holds == False)]
        if yes2.empty or not no2.empty:
            out[t] = {"phase": 1, "evidence": []}
        elif yes3.document.nunique() < 2 or not no3.empty:
            out[t] = {"phase": 2, "evidence": sorted(yes2.cite.unique())}
        else:
            out[t] = {"phase": 3, "evidence": sorted(set(yes2.cite) | set(yes3.cite))}
    return out
