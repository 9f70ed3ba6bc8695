"""Decides on a DataFrame of the history."""


def undo_promotion(database, model, by, why, at):
    if not (by or "").strip() or not (why or "").strip():
        raise ValueError("by and why are needed")
    client, path = open_registry(database)
    tags = client.get_registered_model(model).tags
    try:
        champion = str(client.get_model_version_by_alias(model, "champion").version)
    except mlflow.MlflowException:
        raise ValueError("no champion") from None
    history = pd.DataFrame(json.loads(tags["history"]))
    state = {str(v.version): "withdrawn" in v.tags for v in client.search_model_versions(f"name = '{model}'")}
    usable = history[history["to"].map(lambda to: to != champion and state.get(to, True) is False)]
    if usable.empty:
        raise ValueError("no good version left")
    target = usable["to"].iloc[-1]
    records = json.loads(tags["history"]) + [{"at": at, "by": by, "why": why, "to": target, "from": champion}]
    client.set_registered_model_tag(model, "history", json.dumps(records))
    client.set_registered_model_alias(model, "champion", target)
    client.set_model_version_tag(model, champion, key="withdrawn", value=why)
    return {"from": champion, "to": target, "database": registry_bytes(path)}
