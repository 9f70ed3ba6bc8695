"""Arrays, and a mask for each entry."""

def audit(log, loans):
    column = {name: loans[name].to_numpy() for name in loans}
    told = []
    for entry in log:
        mask = np.isin(column["month"].astype(str), entry["months"]) & (column["known"].astype(str) <= entry["month"])
        bad = column["default"][mask].astype(float)
        right = {"loans": float(mask.sum()), "defaults": float(bad.sum())}
        pds = {key: column.get(f"pd_{entry[key]}") for key in ("version", "champion")}
        pds = {key: value[mask] for key, value in pds.items() if value is not None}
        if mask.any() and "version" in pds:
            p = pds["version"]
            right["z"] = (bad - p).sum() / (p * (1 - p)).sum() ** 0.5
            loss = {key: -(bad * np.log(q) + (1 - bad) * np.log(1 - q)).mean() for key, q in pds.items()}
            right["gain"] = loss.get("champion", np.nan) - loss["version"]
        good = {name for name in entry["claims"] if name in right and abs(entry["claims"][name] - right[name]) <= 0.001}
        told.append(sorted(set(entry["claims"]) - good))
    return told
