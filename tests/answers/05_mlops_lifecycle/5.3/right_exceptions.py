"""Each gap in the chain is an exception."""

class Gap(Exception):
    pass


def promote_version(store, version):
    aliases = store["aliases"].copy()

    def step(table, key, complaint):
        try:
            return store[table][key]
        except KeyError:
            raise Gap(complaint) from None

    try:
        run_id = step("versions", version, "unknown version")
        if aliases.get("champion") == version:
            raise Gap("already champion")
        run = step("runs", run_id, "no run")
        if run["verdict"] != "registered":
            raise Gap("not registered")
        then = step("snapshots", run["snapshot"], "no snapshot")
        for month in sorted(then):
            now = step("batches", month, f"{month} missing")
            if now["verdict"] != "admitted":
                raise Gap(f"{month} refused")
            if now["fingerprint"] != then[month]:
                raise Gap(f"{month} changed")
    except Gap as gap:
        return {"reason": str(gap), "aliases": aliases, "lineage": ()}
    old = {"previous": aliases["champion"]} if "champion" in aliases else {}
    kept = {name: one for name, one in aliases.items() if (name, one) != ("challenger", version)}
    lineage = (version, run_id, run["snapshot"]) + tuple(sorted(then))
    return {"lineage": lineage, "aliases": kept | old | {"champion": version}, "reason": "ok"}
