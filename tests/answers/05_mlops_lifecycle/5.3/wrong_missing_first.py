"""Looks for missing batches in all months before it asks the other questions.

fails: hidden:5.3
says: newer batch is missing
"""

def promote_version(store, version):
    aliases = dict(store["aliases"])
    run_id = store["versions"].get(version)
    run = store["runs"].get(run_id)
    why = "ok"
    if version not in store["versions"]:
        why = "unknown version"
    elif aliases.get("champion") == version:
        why = "already champion"
    elif run is None:
        why = "no run"
    elif run["verdict"] != "registered":
        why = "not registered"
    elif run["snapshot"] not in store["snapshots"]:
        why = "no snapshot"
    else:
        snapshot = store["snapshots"][run["snapshot"]]
        gone = [month for month in sorted(snapshot) if month not in store["batches"]]
        if gone:
            why = f"{gone[0]} missing"
        for month in sorted(snapshot) if not gone else []:
            batch = store["batches"].get(month)
            if batch is None:
                why = f"{month} missing"
            elif batch["verdict"] == "refused":
                why = f"{month} refused"
            elif batch["fingerprint"] != snapshot[month]:
                why = f"{month} changed"
            if why != "ok":
                break
    if why != "ok":
        return {"reason": why, "aliases": aliases, "lineage": []}
    if "champion" in aliases:
        aliases["previous"] = aliases["champion"]
    aliases["champion"] = version
    if aliases.get("challenger") == version:
        del aliases["challenger"]
    return {"reason": why, "aliases": aliases, "lineage": [version, run_id, run["snapshot"], *sorted(snapshot)]}
