"""Asks for the run before it asks whether the version is champion already.

fails: hidden:5.3-edges
says: a champion without a run
"""

def promote_version(database, version, batches):
    client, path = open_store(database)
    aliases = {alias: str(number) for alias, number in client.get_registered_model("bora-pd").aliases.items()}
    reason, lineage = look(client, aliases, version, batches)
    if reason == "ok":
        if "champion" in aliases:
            client.set_registered_model_alias("bora-pd", "previous", aliases["champion"])
        client.set_registered_model_alias("bora-pd", "champion", version)
        if aliases.get("challenger") == version:
            client.delete_registered_model_alias("bora-pd", "challenger")
    return {"reason": reason, "lineage": lineage, "database": store_bytes(path)}


def look(client, aliases, version, batches):
    try:
        run_id = client.get_model_version("bora-pd", version).run_id
    except mlflow.MlflowException:
        return "unknown version", []
    try:
        run = client.get_run(run_id or "none")
    except mlflow.MlflowException:
        return "no run", []
    if aliases.get("champion") == version:
        return "already champion", []
    if run.data.tags.get("verdict") != "approved":
        return "not approved", []
    then = {used.dataset.name: used.dataset.digest for used in run.inputs.dataset_inputs}
    if not then:
        return "no data", []
    for month in sorted(then):
        if month not in batches:
            return f"{month} missing", []
        if batches[month]["verdict"] == "refused":
            return f"{month} refused", []
        if batches[month]["digest"] != then[month]:
            return f"{month} changed", []
    return "ok", [run_id, *sorted(then)]
