class Gap(Exception):
    pass


def outputs_of(events, namespace):
    for event in events:
        if event["eventType"] == "COMPLETE":
            for dataset in event.get("outputs") or []:
                if dataset["namespace"] == namespace:
                    yield event, dataset


def version_in(dataset):
    try:
        return dataset["facets"]["version"]["datasetVersion"]
    except KeyError:
        raise Gap from None


def follow(decision, events, client, chain):
    deciding = [event for event, dataset in outputs_of(events, "decision") if dataset["name"] == decision]
    if not deciding:
        raise Gap
    chain.append(decision)
    yield
    event = sorted(deciding, key=lambda one: one["eventTime"])[-1]
    for model in event.get("inputs") or []:
        if model["namespace"] == "model" and model["name"] == "bora-pd":
            version = version_in(model)
            break
    else:
        raise Gap
    known = {str(one.version): one for one in client.search_model_versions("name = 'bora-pd'")}
    if version not in known:
        raise Gap
    chain.append(version)
    yield
    if not known[version].run_id:
        raise Gap
    try:
        run = client.get_run(known[version].run_id)
    except mlflow.exceptions.MlflowException:
        raise Gap from None
    if run.info.lifecycle_stage != "active":
        raise Gap
    chain.append(run.info.run_id)
    yield
    logged = [one.dataset for one in run.inputs.dataset_inputs]
    for dataset in logged:
        made = [one for _, one in outputs_of(events, "data") if one["name"] == dataset.name]
        digests = [one.get("facets", {}).get("version", {}).get("datasetVersion") for one in made]
        if dataset.digest not in digests:
            raise Gap
    if not logged:
        raise Gap
    chain.extend(sorted(dataset.name for dataset in logged))


def trace(decision, events, database):
    chain, links = [], iter(["decision", "version", "run", "data"])
    steps = follow(decision, events, open_store(database), chain)
    for link in links:
        try:
            next(steps, None)
        except Gap:
            return {"chain": chain, "gap": link}
    return dict(gap="", chain=chain)
