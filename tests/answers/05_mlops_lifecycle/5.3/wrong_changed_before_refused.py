"""Compares fingerprints before it looks at the verdict.

fails: hidden:5.3
says: refused now and has another fingerprint
"""

def promote_version(store, version):
    aliases = {**store["aliases"]}
    run_id, run, snapshot = store["versions"].get(version), None, None
    if run_id in store["runs"]:
        run = store["runs"][run_id]
        snapshot = store["snapshots"].get(run["snapshot"])
    why = "ok"
    if version not in store["versions"]:
        why = "unknown version"
    elif aliases.get("champion") == version:
        why = "already champion"
    elif run is None:
        why = "no run"
    elif run["verdict"] != "registered":
        why = "not registered"
    elif snapshot is None:
        why = "no snapshot"
    else:
        for month, then in sorted(snapshot.items(), reverse=True):
            now = store["batches"].get(month)
            if now is None:
                why = month + " missing"
            elif now["fingerprint"] != then:
                why = month + " changed"
            elif now["verdict"] == "refused":
                why = month + " refused"
    if why != "ok":
        return {"reason": why, "aliases": aliases, "lineage": []}
    if "champion" in aliases:
        aliases["previous"] = aliases["champion"]
    aliases["champion"] = version
    if aliases.get("challenger") == version:
        aliases.pop("challenger")
    return {"reason": why, "aliases": aliases, "lineage": [version, run_id, run["snapshot"], *sorted(snapshot)]}
