"""Passes over versions with a tag whose name contains the word.

fails: hidden:3.4-edges
says: Only the tag `withdrawn` keeps a version out
"""

def undo_promotion(database, model, by, why, at):
    """Roll back to the last version that was in service and is still good, and write down that it was done."""
    if not by.strip() or not why.strip():
        raise ValueError("a roll-back needs somebody who does it and a reason")
    client, path = open_registry(database)
    registered = client.get_registered_model(model)
    if "champion" not in registered.aliases:
        raise ValueError("no version is in service")
    champion = str(registered.aliases["champion"])
    history = json.loads(registered.tags.get("history", "[]"))
    found = client.search_model_versions(f"name='{model}'")
    good = {str(one.version) for one in found if not any("withdrawn" in key for key in one.tags)} - {champion}
    targets = [entry["to"] for entry in history if entry["to"] in good]
    if not targets:
        raise ValueError("there is no version to go back to")
    history.append({"from": champion, "to": targets[-1], "by": by, "why": why, "at": at})
    client.set_model_version_tag(model, champion, "withdrawn", why)
    client.set_registered_model_alias(model, "champion", targets[-1])
    client.set_registered_model_tag(model, "history", json.dumps(history))
    return {"from": champion, "to": targets[-1], "database": registry_bytes(path)}
