"""Finds all claims false where the version left no PDs.

fails: hidden:9.2-edges
says: the version has left no PDs
"""

def audit(log, loans):
    """For each entry of a black box the names of its false claims, sorted."""
    found = []
    for entry in log:
        seen = loans[loans["month"].isin(entry["months"]) & (loans["known"] <= entry["month"])]
        bad = seen["default"].to_numpy()
        shown = {"loans": len(seen), "defaults": int(bad.sum())}
        new, old = (f"pd_{entry[role]}" for role in ("version", "champion"))
        if len(seen) and new in loans:
            pds = seen[new].to_numpy()
            shown["z"] = (bad.sum() - pds.sum()) / np.sqrt((pds * (1 - pds)).sum())
            if old in loans:
                losses = [-np.log(np.where(bad == 1, seen[name], 1 - seen[name])).mean() for name in (old, new)]
                shown["gain"] = losses[0] - losses[1]
        if new not in loans:
            shown = {}
        claims = entry["claims"]
        found.append(sorted(name for name in claims if not abs(claims[name] - shown.get(name, np.inf)) <= 0.001))
    return found
