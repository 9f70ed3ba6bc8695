"""Takes it that there is always a champion.

fails: hidden:5.3-edges
says: stops with an error (KeyError) on
"""

def promote_version(store, version):
    aliases = dict(store["aliases"])
    run_id = store["versions"].get(version)
    run = store["runs"].get(run_id)
    why = "ok"
    if version not in store["versions"]:
        why = "unknown version"
    elif aliases["champion"] == version:
        why = "already champion"
    elif run is None:
        why = "no run"
    elif run["verdict"] != "registered":
        why = "not registered"
    elif run["snapshot"] not in store["snapshots"]:
        why = "no snapshot"
    else:
        snapshot = store["snapshots"][run["snapshot"]]
        for month in sorted(snapshot):
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
