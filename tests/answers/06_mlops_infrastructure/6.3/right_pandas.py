def trace(decision, events, database):
    rows = []
    for number, event in enumerate(events):
        for side in ("inputs", "outputs"):
            for dataset in event.get(side, []):
                version = dataset.get("facets", {}).get("version", {}).get("datasetVersion")
                place = (dataset["namespace"], dataset["name"], version)
                rows.append((number, event["eventType"], event["eventTime"], side, *place))
    table = pd.DataFrame(rows, columns=["event", "type", "time", "side", "namespace", "name", "version"])
    table = table[table["type"] == "COMPLETE"]
    out = table[table["side"] == "outputs"]
    mine = out[(out["namespace"] == "decision") & (out["name"] == decision)].sort_values("time")
    result = {"chain": [], "gap": "decision"}
    if mine.empty:
        return result
    result = {"chain": [decision], "gap": "version"}
    used = table[(table["event"] == mine["event"].iloc[-1]) & (table["side"] == "inputs")]
    model = used[(used["namespace"] == "model") & (used["name"] == "bora-pd")]
    client = open_store(database)
    try:
        version = client.get_model_version("bora-pd", str(model["version"].iloc[0]))
    except (IndexError, mlflow.MlflowException):
        return result
    result = {"chain": [decision, str(version.version)], "gap": "run"}
    if not version.run_id:
        return result
    try:
        run = client.get_run(version.run_id)
    except mlflow.MlflowException:
        return result
    if run.info.lifecycle_stage == "deleted":
        return result
    result = {"chain": [*result["chain"], version.run_id], "gap": "data"}
    made = set(out.loc[out["namespace"] == "data", ["name", "version"]].itertuples(index=False, name=None))
    logged = {(one.dataset.name, one.dataset.digest) for one in run.inputs.dataset_inputs}
    if logged and logged.issubset(made):
        result = {"chain": result["chain"] + sorted({name for name, _ in logged}), "gap": ""}
    return result
