"""Believes failed runs, which have an event like any other.

fails: check:6.3
says: of d-1 in the example
"""


def trace(decision, events, database):
    """The chain from a decision to its data, as far as it can be shown, and the first gap."""
    client = open_store(database)
    complete = [event for event in events if event["eventType"] in ("COMPLETE", "FAIL")]

    def version_of(dataset):
        return dataset.get("facets", {}).get("version", {}).get("datasetVersion")

    def has(event, side, namespace, name):
        return [one for one in event.get(side, []) if (one["namespace"], one["name"]) == (namespace, name)]

    deciding = [event for event in complete if has(event, "outputs", "decision", decision)]
    if not deciding:
        return {"chain": [], "gap": "decision"}
    models = has(max(deciding, key=lambda event: event["eventTime"]), "inputs", "model", "bora-pd")
    version = version_of(models[0]) if models else None
    try:
        run_id = client.get_model_version("bora-pd", version or "none").run_id
    except mlflow.MlflowException:
        return {"chain": [decision], "gap": "version"}
    try:
        run = client.get_run(run_id or "none")
    except mlflow.MlflowException:
        run = None
    if run is None or run.info.lifecycle_stage == "deleted":
        return {"chain": [decision, version], "gap": "run"}
    used = {(one.dataset.name, one.dataset.digest) for one in run.inputs.dataset_inputs}
    made = {
        (one["name"], version_of(one))
        for event in complete
        for one in event.get("outputs", [])
        if one["namespace"] == "data"
    }
    if not used or not used <= made:
        return {"chain": [decision, version, run_id], "gap": "data"}
    return {"chain": [decision, version, run_id, *sorted(name for name, _ in used)], "gap": ""}
