"""Adds a column to the given log."""


def review_access(log, matrix):
    log["n"] = range(len(log))
    log = log.set_index("n")
    def approved(row):
        acts = matrix.get(row.who, {}).get(row.table, [])
        return row.action in acts or (row.action == "read" and "write" in acts)
    ok = pd.Series([approved(r) for r in log.itertuples()], index=log.index, dtype=bool)
    g = log["granted"].astype(bool)
    leaks = log.index[g & ~ok].tolist()
    blocks = log.index[~g & ok].tolist()
    bad = log[~g & ~ok]
    mins = (pd.to_datetime(bad["alarm"]) - pd.to_datetime(bad["time"])).dt.total_seconds() / 60
    slow = bad.index[~(mins <= 10)].tolist()
    done = {" ".join(x) for x in log.loc[g, ["who", "action", "table"]].itertuples(index=False)}
    rights = {f"{w} {a} {t}" for w in matrix for t in matrix[w] for a in matrix[w][t]}
    return {"leaks": leaks, "blocks": blocks, "slow": slow, "unused": sorted(rights - done),
            "phase": 1 if leaks else (3 if len(bad) and not slow else 2)}
