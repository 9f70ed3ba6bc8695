"""Boolean columns instead of a loop; alarms as timestamps with NaT."""


def review_access(log, matrix):
    approved = np.array(
        [
            action in (allowed := matrix.get(who, {}).get(table_name, ())) or (action == "read" and "write" in allowed)
            for who, action, table_name in zip(log["who"], log["action"], log["table"])
        ],
        dtype=bool,
    )
    granted = log["granted"].to_numpy().astype(bool)
    wait = (pd.to_datetime(log["alarm"]) - pd.to_datetime(log["time"])).dt.total_seconds().to_numpy()
    refused = ~granted & ~approved
    slow = refused & ~(wait <= 600)
    leak = granted & ~approved
    used = {tuple(row) for row in log.loc[granted, ["who", "action", "table"]].itertuples(index=False)}
    listed = {(who, action, name) for who in matrix for name in matrix[who] for action in matrix[who][name]}
    phase = 1 if leak.any() else (3 if refused.any() and not slow.any() else 2)
    return {
        "leaks": np.flatnonzero(leak),
        "blocks": np.flatnonzero(approved & ~granted),
        "slow": np.flatnonzero(slow),
        "unused": sorted(" ".join(right) for right in listed - used),
        "phase": phase,
    }
