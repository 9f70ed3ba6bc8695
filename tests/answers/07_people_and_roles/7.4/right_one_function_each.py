NOTHING = (None, [])


def audit(database, questions):
    client = open_store(database)

    def version_of(number):
        try:
            return client.get_model_version("bora-pd", number)
        except mlflow.MlflowException:
            return None

    def run_of(number):
        version = version_of(number)
        try:
            return client.get_run(version.run_id) if version and version.run_id else None
        except mlflow.MlflowException:
            return None

    def run(number):
        found = run_of(number)
        return (found.info.run_id, (found.info.run_id,)) if found else NOTHING

    def data(number):
        found = run_of(number)
        pairs = {d.dataset.name: d.dataset.digest for d in found.inputs.dataset_inputs} if found else {}
        return (sorted(pairs), [pairs[name] for name in sorted(pairs)]) if pairs else NOTHING

    def auc(number):
        found = run_of(number)
        metrics = found.data.metrics if found else {}
        return (np.float64(metrics["auc"]), [found.info.run_id]) if "auc" in metrics else NOTHING

    def approver(number):
        version = version_of(number)
        tags = version.tags if version else {}
        return (tags["approved_by"], [tags["ticket"]]) if tags.get("approved_by") and tags.get("ticket") else NOTHING

    def serving(_):
        number = dict(client.get_registered_model("bora-pd").aliases).get("champion")
        return (str(number), run(str(number))[1]) if number and run(str(number))[1] else NOTHING

    ways = {"run": run, "data": data, "auc": auc, "approver": approver, "serving": serving}
    return [dict(zip(("answer", "evidence"), ways[q["ask"]](q["version"]))) for q in questions]
