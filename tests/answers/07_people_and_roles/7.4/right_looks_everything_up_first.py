def audit(database, questions):
    client = open_store(database)
    shown = {}
    for version in client.search_model_versions("name='bora-pd'"):
        number, tags = str(version.version), dict(version.tags)
        if tags.get("approved_by", "") != "" and tags.get("ticket", "") != "":
            shown["approver", number] = tags["approved_by"], [tags["ticket"]]
        try:
            run = client.get_run(version.run_id or "0")
        except Exception:
            continue
        me = [run.info.run_id]
        shown["run", number] = me[0], me
        if "auc" in run.data.metrics:
            shown["auc", number] = run.data.metrics["auc"], me
        used = sorted(run.inputs.dataset_inputs, key=lambda one: one.dataset.name)
        if used:
            shown["data", number] = [u.dataset.name for u in used], [u.dataset.digest for u in used]
        if "champion" in (client.get_model_version("bora-pd", number).aliases or []):
            shown["serving", None] = number, me
    pairs = [shown.get((question["ask"], question["version"]), (None, [])) for question in questions]
    return [{"answer": answer, "evidence": evidence} for answer, evidence in pairs]
