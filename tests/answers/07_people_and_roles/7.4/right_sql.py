import sqlite3
from contextlib import closing


def audit(database, questions):
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(database)

        def rows(query, *values):
            return store.execute(query, values).fetchall()

        def answer(ask, version):
            if ask == "serving":
                found = rows("SELECT version FROM registered_model_aliases WHERE name='bora-pd' AND alias='champion'")
                if not found:
                    return None
                version = str(found[0][0])
            known = rows("SELECT run_id FROM model_versions WHERE name='bora-pd' AND version=?", int(version))
            if not known:
                return None
            if ask == "approver":
                tags = dict(rows("SELECT key, value FROM model_version_tags WHERE name='bora-pd' AND version=?", int(version)))
                both = tags.get("approved_by"), tags.get("ticket")
                return (both[0], [both[1]]) if all(both) else None
            run_id = known[0][0]
            if not rows("SELECT 1 FROM runs WHERE run_uuid=?", run_id):
                return None
            if ask == "run":
                return run_id, [run_id]
            if ask == "serving":
                return version, [run_id]
            if ask == "auc":
                value = rows("SELECT value FROM latest_metrics WHERE run_uuid=? AND key='auc'", run_id)
                return (value[0][0], [run_id]) if value else None
            data = rows(
                "SELECT d.name, d.digest FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id "
                "WHERE i.destination_id=? AND i.source_type='DATASET' ORDER BY d.name", run_id
            )
            return ([name for name, _ in data], [digest for _, digest in data]) if data else None

        found = [answer(one["ask"], one["version"]) or (None, []) for one in questions]
        return [{"answer": a, "evidence": e} for a, e in found]
