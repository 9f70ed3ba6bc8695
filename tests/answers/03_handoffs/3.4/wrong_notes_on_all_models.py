"""Leaves a tag of its own on every model in the registry.

fails: hidden:3.4
says: All else stays as it is
"""


def undo_promotion(database, model, by, why, at):
    if not by.strip() or not why.strip():
        raise ValueError("by and why are needed")
    client, path = open_registry(database)
    entry = client.get_registered_model(model)
    if "champion" not in entry.aliases:
        raise ValueError("no champion")
    old = str(entry.aliases["champion"])
    history = json.loads(entry.tags["history"])
    good = {str(v.version) for v in client.search_model_versions(f"name='{model}'") if "withdrawn" not in v.tags}
    for move in reversed(history):
        if move["to"] != old and move["to"] in good:
            new = move["to"]
            break
    else:
        raise ValueError("no version to go back to")
    client.set_model_version_tag(model, old, "withdrawn", why)
    for one in client.search_registered_models():
        client.set_registered_model_tag(one.name, "last_rollback", at)
    client.set_registered_model_alias(model, "champion", new)
    history.append({"from": old, "to": new, "by": by, "why": why, "at": at})
    client.set_registered_model_tag(model, "history", json.dumps(history))
    return {"from": old, "to": new, "database": registry_bytes(path)}
