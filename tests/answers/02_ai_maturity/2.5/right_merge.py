"""The matrix as a table, joined to the log."""


def review_access(log, matrix):
    listed = [(w, a, t) for w, row in matrix.items() for t, acts in row.items() for a in acts]
    implied = [(w, "read", t) for w, a, t in listed if a == "write"]
    rights = pd.DataFrame(listed + implied, columns=["who", "action", "table"]).drop_duplicates().assign(ok=True)
    rights = rights.astype({"who": object, "action": object, "table": object})
    rows = log.reset_index(drop=True).rename_axis("position").reset_index()
    rows = rows.merge(rights, on=["who", "action", "table"], how="left").sort_values("position")
    rows["ok"] = rows["ok"].eq(True)
    granted = rows["granted"].eq(True)
    minutes = (pd.to_datetime(rows["alarm"]) - pd.to_datetime(rows["time"])) / pd.Timedelta(minutes=1)
    rightly = ~granted & ~rows["ok"]
    late = rightly & (minutes.isna() | minutes.gt(10))
    leaks = rows.loc[granted & ~rows["ok"], "position"].tolist()
    taken = {f"{w} {a} {t}" for w, a, t, g in zip(rows["who"], rows["action"], rows["table"], granted) if g}
    phase = 2
    if rightly.any() and not late.any():
        phase = 3
    if leaks:
        phase = 1
    return {
        "leaks": leaks,
        "blocks": rows.loc[~granted & rows["ok"], "position"],
        "slow": rows.loc[late, "position"].tolist(),
        "unused": sorted({f"{w} {a} {t}" for w, a, t in listed} - taken),
        "phase": phase,
    }
