"""The links one by one, from a generator that stops at the first gap."""

def _links(decision, events, client):
    complete = sorted((e for e in events if e["eventType"] == "COMPLETE"), key=lambda e: e["eventTime"])
    made = [e for e in complete if decision in datasets(e, "outputs", "decision")]
    if not made:
        return
    yield [decision]
    number = datasets(made[-1], "inputs", "model").get("bora-pd")
    versions = {v.version: v for v in client.search_model_versions("name = 'bora-pd'")}
    versions = {str(k): v for k, v in versions.items()}
    if number not in versions:
        return
    yield [number]
    runs = {}
    experiments = [e.experiment_id for e in client.search_experiments(view_type=mlflow.entities.ViewType.ALL)]
    for run in client.search_runs(experiments, run_view_type=mlflow.entities.ViewType.ACTIVE_ONLY):
        runs[run.info.run_id] = run
    run = runs.get(versions[number].run_id)
    if run is None:
        return
    yield [run.info.run_id]
    need = {(i.dataset.name, i.dataset.digest) for i in run.inputs.dataset_inputs}
    have = set()
    for e in complete:
        have |= set(datasets(e, "outputs", "data").items())
    if need and need <= have:
        yield sorted(name for name, _ in need)


def trace(decision, events, database):
    found = list(_links(decision, events, open_store(database)))
    gap = (["decision", "version", "run", "data"] + [""])[len(found)]
    return {"chain": [name for part in found for name in part], "gap": gap}
