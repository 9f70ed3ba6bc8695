"""Takes the best value that the metric ever had.

fails: check:7.4
says: auc of version 1
"""

def audit(database, questions):
    """An answer with its evidence for each question, as far as the registry shows it."""
    client = open_store(database)

    def look(ask, number):
        if ask == "serving":
            version = client.get_model_version_by_alias("bora-pd", "champion")
        else:
            version = client.get_model_version("bora-pd", number)
        if ask == "approver":
            return version.tags["approved_by"], [version.tags["ticket"]]
        run = client.get_run(version.run_id or "none")
        if ask == "auc":
            history = [one.value for one in client.get_metric_history(run.info.run_id, "auc")]
            return max(history, default=run.data.metrics["auc"] if not history else 0), [run.info.run_id]
        if ask == "data":
            used = sorted((one.dataset.name, one.dataset.digest) for one in run.inputs.dataset_inputs)
            return [name for name, _ in used], [digest for _, digest in used]
        return str(version.version) if ask == "serving" else run.info.run_id, [run.info.run_id]

    found = []
    for question in questions:
        try:
            answer, evidence = look(question["ask"], question["version"])
        except (KeyError, mlflow.MlflowException):
            answer, evidence = None, []
        if answer in ("", []) or not all(evidence):
            answer, evidence = None, []
        found.append({"answer": answer, "evidence": evidence})
    return found
