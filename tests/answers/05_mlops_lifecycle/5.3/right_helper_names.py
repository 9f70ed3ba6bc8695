"""Top-level helpers called reason and lineage."""

def first_fault(store, snapshot):
    for month, then in sorted(snapshot.items()):
        if month not in store["batches"]:
            return month + " missing"
        now = store["batches"][month]
        if now["verdict"] == "refused" or now["fingerprint"] != then:
            return month + (" refused" if now["verdict"] == "refused" else " changed")
    return "ok"


def reason(store, version):
    if version not in store["versions"]:
        return "unknown version"
    if version == store["aliases"].get("champion"):
        return "already champion"
    run = store["runs"].get(store["versions"][version])
    if not run:
        return "no run"
    if run["verdict"] != "registered":
        return "not registered"
    snapshot = store["snapshots"].get(run["snapshot"])
    return "no snapshot" if snapshot is None else first_fault(store, snapshot)


def lineage_of(store, version):
    run_id = store["versions"][version]
    snapshot = store["runs"][run_id]["snapshot"]
    return [version, run_id, snapshot] + sorted(store["snapshots"][snapshot])


def promote_version(store, version):
    why, aliases = reason(store, version), {**store["aliases"]}
    if why != "ok":
        return dict(reason=why, aliases=aliases, lineage=[])
    old = aliases.get("champion")
    aliases = {name: to for name, to in aliases.items() if name != "challenger" or to != version}
    aliases |= {"champion": version} | ({"previous": old} if old else {})
    return dict(reason=why, aliases=aliases, lineage=lineage_of(store, version))
