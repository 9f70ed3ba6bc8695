import sqlite3


def as_of(requests, events, ttl):
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE r (n, customer, at)")
        db.execute("CREATE TABLE e (customer, happened, known, value)")
        rows = zip(requests["customer_id"], requests["at"], strict=True)
        db.executemany("INSERT INTO r VALUES (?, ?, ?)", [(n, c, t.value) for n, (c, t) in enumerate(rows)])
        columns = (events[name] for name in ("customer_id", "event_time", "known_at", "value"))
        reports = [(c, h.value, k.value, float(v)) for c, h, k, v in zip(*columns, strict=True)]
        db.executemany("INSERT INTO e VALUES (?, ?, ?, ?)", reports)
        query = """
            SELECT (SELECT value FROM e
                    WHERE e.customer = r.customer AND happened <= at AND known <= at AND happened >= at - ?
                    ORDER BY happened DESC, known DESC, value DESC LIMIT 1)
            FROM r ORDER BY n
        """
        return [value for (value,) in db.execute(query, [ttl.value])]
