"""Finds version and run by searching, in pandas where it can."""

import pandas as pd


def promote_version(database, version, batches):
    client, path = open_store(database)
    model = client.get_registered_model("bora-pd")
    aliases = {alias: int(number) for alias, number in model.aliases.items()}
    known = {int(one.version): one.run_id for one in client.search_model_versions("name='bora-pd'")}
    number = int(version) if version.isdigit() else -1
    reason, months = "ok", []
    if number not in known:
        reason = "unknown version"
    elif aliases.get("champion") == number:
        reason = "already champion"
    else:
        everywhere = [one.experiment_id for one in client.search_experiments()]
        runs = {run.info.run_id: run for run in client.search_runs(everywhere)}
        run = runs.get(known[number])
        if run is None:
            reason = "no run"
        elif run.data.tags.get("verdict", "") != "approved":
            reason = "not approved"
        else:
            rows = [(used.dataset.name, used.dataset.digest) for used in run.inputs.dataset_inputs]
            table = pd.DataFrame(rows, columns=["month", "digest"]).sort_values("month")
            months = list(table["month"])
            if table.empty:
                reason = "no data"
            for month, digest in table.itertuples(index=False):
                now = batches.get(month)
                if now is None:
                    reason = f"{month} missing"
                elif now["verdict"] == "refused":
                    reason = f"{month} refused"
                elif now["digest"] != digest:
                    reason = f"{month} changed"
                if reason != "ok":
                    break
    if reason != "ok":
        return {"reason": reason, "lineage": [], "database": database}
    if aliases.get("challenger") == number:
        client.delete_registered_model_alias("bora-pd", "challenger")
    if "champion" in aliases:
        client.set_registered_model_alias("bora-pd", "previous", aliases["champion"])
    client.set_registered_model_alias("bora-pd", "champion", number)
    return {"database": store_bytes(path), "lineage": (known[number], *months), "reason": reason}
