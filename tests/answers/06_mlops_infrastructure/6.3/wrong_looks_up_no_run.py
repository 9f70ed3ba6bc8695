"""Looks up the run of a version that names none.

fails: check:6.3
says: of d-2 in the example
"""

def trace(decision, events, database):
    client = open_store(database)
    done = [e for e in events if e["eventType"] == "COMPLETE"]
    made = [e for e in done if decision in datasets(e, "outputs", "decision")]
    if not made:
        return {"chain": [], "gap": "decision"}
    event = max(made, key=lambda e: e["eventTime"])
    version = datasets(event, "inputs", "model").get("bora-pd")
    try:
        run_id = client.get_model_version("bora-pd", version).run_id
    except mlflow.MlflowException:
        return {"chain": [decision], "gap": "version"}
    try:
        run = client.get_run(run_id)
        if run.info.lifecycle_stage == "deleted":
            raise mlflow.MlflowException("deleted")
    except mlflow.MlflowException:
        return {"chain": [decision, version], "gap": "run"}
    used = {(i.dataset.name, i.dataset.digest) for i in run.inputs.dataset_inputs}
    shown = {pair for e in done for pair in datasets(e, "outputs", "data").items()}
    if not used or used - shown:
        return {"chain": [decision, version, run_id], "gap": "data"}
    return {"chain": [decision, version, run_id, *sorted(n for n, _ in used)], "gap": ""}
