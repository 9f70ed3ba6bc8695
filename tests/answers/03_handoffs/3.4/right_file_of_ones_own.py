"""Keeps a file of its own and the plain constructor of the client."""


def undo_promotion(database, model, by, why, at):
    if len(by.split()) == 0 or len(why.split()) == 0:
        raise ValueError("A roll-back without a name and a reason is none.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "copy.db"
        file.write_bytes(database)
        client = mlflow.MlflowClient(f"sqlite:///{file.as_posix()}")
        book = client.get_registered_model(model)
        versions = {str(version.version): version.tags for version in client.search_model_versions(f"name='{model}'")}
        out = str(book.aliases.get("champion", ""))
        served = [move["to"] for move in json.loads(book.tags.get("history", "[]"))]
        possible = [v for v in served if v in versions and v != out and "withdrawn" not in versions[v]]
        if not out or not possible:
            raise ValueError("There is nothing to roll back, or nothing to roll back to.")
        into = possible.pop()
        client.set_registered_model_alias(model, "champion", into)
        client.set_model_version_tag(model, out, "withdrawn", why)
        moves = [*json.loads(book.tags["history"]), {"from": out, "to": into, "by": by, "why": why, "at": at}]
        client.set_registered_model_tag(model, "history", json.dumps(moves))
        return {"from": out, "to": into, "database": registry_bytes(str(file))}
