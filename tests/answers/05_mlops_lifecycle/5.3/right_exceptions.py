"""Raises its reasons and catches them; changes the batches that it got."""

class No(Exception):
    pass


def checked(client, champion, version, batches):
    versions = {str(one.version): one for one in client.search_model_versions("name='bora-pd'")}
    if version not in versions:
        raise No("unknown version")
    if champion == version:
        raise No("already champion")
    try:
        run = client.get_run(versions[version].run_id)
    except Exception:
        raise No("no run") from None
    if run.data.tags.get("verdict") != "approved":
        raise No("not approved")
    datasets = sorted((used.dataset for used in run.inputs.dataset_inputs), key=lambda one: one.name)
    if not datasets:
        raise No("no data")
    for one in datasets:
        now = batches.pop(one.name, None)
        if not now:
            raise No(f"{one.name} missing")
        if now["verdict"] != "admitted":
            raise No(f"{one.name} refused")
        if now["digest"] != one.digest:
            raise No(f"{one.name} changed")
    return [run.info.run_id] + [one.name for one in datasets]


def promote_version(database, version, batches):
    client, path = open_store(database)
    aliases = client.get_registered_model("bora-pd").aliases
    champion = str(aliases["champion"]) if "champion" in aliases else None
    try:
        lineage = checked(client, champion, version, batches)
    except No as no:
        return dict(reason=str(no), lineage=[], database=bytes(database))
    client.set_registered_model_alias("bora-pd", "champion", version)
    if champion:
        client.set_registered_model_alias("bora-pd", "previous", champion)
    if str(aliases.get("challenger")) == version:
        client.delete_registered_model_alias("bora-pd", "challenger")
    return dict(reason="ok", lineage=lineage, database=store_bytes(path))
