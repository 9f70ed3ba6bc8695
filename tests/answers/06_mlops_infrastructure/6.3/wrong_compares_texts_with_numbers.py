"""Compares the event's version with MLflow's, a text with a number.

fails: check:6.3
says: texts with texts
"""

def trace(decision, events, database):
    client = open_store(database)
    done = [e for e in events if e["eventType"] == "COMPLETE"]
    made = [e for e in done if decision in datasets(e, "outputs", "decision")]
    if not made:
        return {"chain": [], "gap": "decision"}
    version = datasets(max(made, key=lambda e: e["eventTime"]), "inputs", "model").get("bora-pd")
    known = {v.version: v for v in client.search_model_versions("name='bora-pd'")}
    if version not in known:
        return {"chain": [decision], "gap": "version"}
    if not known[version].run_id:
        return {"chain": [decision, version], "gap": "run"}
    run = client.get_run(known[version].run_id)
    names = sorted(i.dataset.name for i in run.inputs.dataset_inputs)
    return {"chain": [decision, version, run.info.run_id, *names], "gap": ""}
