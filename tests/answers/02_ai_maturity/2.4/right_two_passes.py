def answer_all(requests, script, rights):
    """First EXPLAIN, which runs nothing, to see what a statement touches; then decide; then run it."""
    bank = sqlite3.connect(":memory:", isolation_level=None)
    bank.executescript(script)
    views = [row[0] for row in bank.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    touched = []

    def note(*asked):
        touched.append(asked[:3])
        return sqlite3.SQLITE_OK

    kinds = {sqlite3.SQLITE_INSERT: "write", sqlite3.SQLITE_UPDATE: "write", sqlite3.SQLITE_DELETE: "write"}
    kinds |= {sqlite3.SQLITE_READ: "read"}
    harmless = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
    answers, used = [], []
    for role, statement in requests:
        touched.clear()
        bank.set_authorizer(note)
        bank.execute("EXPLAIN " + statement).fetchall()
        bank.set_authorizer(None)
        row = rights.get(role)
        fine, needs = row is not None, []
        for action, table, column in touched:
            kind = kinds.get(action)
            if kind is None:
                fine = fine and action in harmless
            elif kind == "write":
                fine = fine and table in row["write"]
                needs.append(f"{role} write {table}")
            elif table not in views:
                listed = row["read"].get(table, []) if row else []
                fine = fine and (column in listed if column else bool(listed))
                needs.append(f"{role} read {table}.{column}")
        if fine:
            answers.append(bank.execute(statement).fetchall())
            used += needs
        else:
            answers.append(None)
    unused = []
    for role, row in rights.items():
        unused += [f"{role} write {table}" for table in row["write"]]
        unused += [f"{role} read {table}.{column}" for table in row["read"] for column in row["read"][table]]
    return answers, sorted(set(unused) - set(used))
