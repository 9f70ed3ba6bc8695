"""Lists all complaints that apply and takes the first."""

def promote_version(store, version):
    run_id = store["versions"].get(version)
    run = store["runs"].get(run_id) or {"verdict": "registered", "snapshot": None}
    then = store["snapshots"].get(run["snapshot"], {})
    nobody = {"verdict": "admitted", "fingerprint": None}
    complaints = [
        ("unknown version", version not in store["versions"]),
        ("already champion", store["aliases"].get("champion") == version),
        ("no run", run_id not in store["runs"]),
        ("not registered", run["verdict"] != "registered"),
        ("no snapshot", run["snapshot"] not in store["snapshots"]),
    ]
    for month in sorted(then):
        now = store["batches"].get(month, nobody)
        complaints.append((f"{month} missing", month not in store["batches"]))
        complaints.append((f"{month} refused", now["verdict"] == "refused"))
        complaints.append((f"{month} changed", now["fingerprint"] != then[month]))
    reason = [text for text, applies in complaints if applies][:1] or ["ok"]
    result = {"reason": reason[0], "aliases": dict(store["aliases"]), "lineage": []}
    if reason == ["ok"]:
        names = result["aliases"]
        if names.get("champion") is not None:
            names["previous"] = names["champion"]
        names["champion"] = version
        if "challenger" in names and names["challenger"] == version:
            names.pop("challenger")
        result["lineage"] = [version, run_id, run["snapshot"]] + sorted(then)
    return result
