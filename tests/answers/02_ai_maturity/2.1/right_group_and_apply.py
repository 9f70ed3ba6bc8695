"""pandas throughout: boolean columns per theme and phase, citations as a unique sorted Series; themes in another order."""


def theme_phases(findings, today):
    if not findings["theme"].isin(THEMES).all():
        raise ValueError("unknown theme")
    table = findings.copy()
    table["cite"] = table["document"] + ":" + table["line"].astype(str)
    dates = pd.to_datetime(table["date"], format="%Y-%m-%d")
    now = pd.to_datetime(today)
    table = table.loc[(table["kind"] == "seen") & (dates <= now) & (dates >= now - pd.Timedelta(days=365))]
    out = {}
    for theme in sorted(THEMES):
        mine = table.query("theme == @theme")
        pro, contra = mine[mine["holds"]], mine[~mine["holds"].astype(bool)]
        at = 1
        if (pro["phase"] == 2).any() and not (contra["phase"] == 2).any():
            at = 2
        if at == 2 and pro.loc[pro["phase"] == 3, "document"].nunique() > 1 and not (contra["phase"] == 3).any():
            at = 3
        out[theme] = {"phase": at, "evidence": pro.loc[pro["phase"] <= at, "cite"].drop_duplicates().sort_values().tolist() if at > 1 else []}
    return out
