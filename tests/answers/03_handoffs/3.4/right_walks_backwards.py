"""Walks the history backwards and asks the registry about one version after the other."""


def undo_promotion(database, model, by, why, at):
    if by.isspace() or why.isspace() or "" in (by, why):
        raise ValueError("who and why?")
    client, path = open_registry(database)
    entry = client.get_registered_model(model)
    old = entry.aliases.get("champion")
    if old is None:
        raise ValueError("nothing is in service")
    log = json.loads(entry.tags["history"])
    for move in log[::-1]:
        if move["to"] == str(old):
            continue
        try:
            candidate = client.get_model_version(model, move["to"])
        except mlflow.MlflowException:
            continue
        if "withdrawn" not in candidate.tags:
            break
    else:
        raise ValueError("nowhere to go")
    new = str(candidate.version)
    client.set_registered_model_alias(model, "champion", int(new))
    client.set_model_version_tag(model, str(old), "withdrawn", why)
    log += [dict(zip(("from", "to", "by", "why", "at"), (str(old), new, by, why, at)))]
    client.set_registered_model_tag(model, "history", json.dumps(log, indent=1))
    return {"database": registry_bytes(path), "to": new, "from": str(old)}
