def answer_all(requests, script, rights):
    """Replays what was granted in a database of its own before each request."""
    granted, answers, used = [], [], set()
    for role, statement in requests:
        bank = sqlite3.connect(":memory:", isolation_level=None)
        bank.executescript(script)
        for earlier in granted:
            bank.execute(earlier).fetchall()
        views = {name for (name,) in bank.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        touched = set()

        def decide(action, table, column, database, source, role=role, views=views, touched=touched):
            read = rights.get(role, {}).get("read", {}).get(table, [])
            write = rights.get(role, {}).get("write", [])
            if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION):
                return 0
            if action == sqlite3.SQLITE_READ:
                touched.add(f"{role} read {table}.{column}")
                return 0 if table in views or column in read or (not column and read) else 1
            if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
                touched.add(f"{role} write {table}")
                return 0 if table in write else 1
            return 1

        bank.set_authorizer(decide)
        try:
            answers.append(bank.execute(statement).fetchall())
        except sqlite3.DatabaseError:
            answers.append(None)
        else:
            granted.append(statement)
            used |= touched
        bank.close()
    unused = set()
    for role, row in rights.items():
        for table, columns in row["read"].items():
            unused |= {f"{role} read {table}.{column}" for column in columns}
        unused |= {f"{role} write {table}" for table in row["write"]}
    return answers, sorted(unused - used)
