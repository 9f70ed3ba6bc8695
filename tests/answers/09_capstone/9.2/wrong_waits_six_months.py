"""Takes an outcome for known six months after the loan, whatever the table says.

fails: check:9.2
says: What you say of the second entry
"""

def audit(log, loans):
    """For each entry of a black box the names of its false claims, sorted."""
    found = []
    for entry in log:
        seen = loans[loans["month"].isin(entry["months"]) & (loans["month"].map(lambda month: str(pd.Period(month, "M") + 6)) <= entry["month"])]
        bad = seen["default"].to_numpy()
        shown = {"loans": len(seen), "defaults": int(bad.sum())}
        new, old = (f"pd_{entry[role]}" for role in ("version", "champion"))
        if len(seen) and new in loans:
            pds = seen[new].to_numpy()
            shown["z"] = (bad.sum() - pds.sum()) / np.sqrt((pds * (1 - pds)).sum())
            if old in loans:
                losses = [-np.log(np.where(bad == 1, seen[name], 1 - seen[name])).mean() for name in (old, new)]
                shown["gain"] = losses[0] - losses[1]
        claims = entry["claims"]
        found.append(sorted(name for name in claims if not abs(claims[name] - shown.get(name, np.inf)) <= 0.001))
    return found
