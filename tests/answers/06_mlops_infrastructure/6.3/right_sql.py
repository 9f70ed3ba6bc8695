import sqlite3


def trace(decision, events, database):
    """Asks the store's tables themselves."""
    db = sqlite3.connect(":memory:")
    db.deserialize(database)
    made, decided = set(), []
    for event in events:
        if event["eventType"] != "COMPLETE":
            continue
        for out in event.get("outputs", ()):
            version = out.get("facets", {}).get("version", {}).get("datasetVersion")
            if out["namespace"] == "data":
                made.add((out["name"], version))
            if (out["namespace"], out["name"]) == ("decision", decision):
                decided.append((event["eventTime"], event.get("inputs", ())))
    if not decided:
        return {"chain": [], "gap": "decision"}
    inputs = max(decided, key=lambda pair: pair[0])[1]
    named = [
        one["facets"]["version"]["datasetVersion"]
        for one in inputs
        if (one["namespace"], one["name"]) == ("model", "bora-pd") and "version" in one.get("facets", {})
    ]
    query = "SELECT version, run_id FROM model_versions WHERE name = 'bora-pd'"
    versions = {str(version): run_id for version, run_id in db.execute(query)}
    if not named or named[0] not in versions:
        return {"chain": [decision], "gap": "version"}
    run_id = versions[named[0]]
    query = "SELECT 1 FROM runs WHERE run_uuid = ? AND lifecycle_stage = 'active'"
    if not db.execute(query, [run_id]).fetchall():
        return {"chain": [decision, named[0]], "gap": "run"}
    query = """SELECT d.name, d.digest FROM datasets d JOIN inputs i ON i.source_id = d.dataset_uuid
               WHERE i.destination_id = ?"""
    data = set(db.execute(query, [run_id]))
    chain = [decision, named[0], run_id]
    if not data or data - made:
        return {"chain": chain, "gap": "data"}
    return {"chain": chain + sorted(name for name, _ in data), "gap": ""}
