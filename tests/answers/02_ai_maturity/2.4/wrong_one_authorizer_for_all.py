"""Sets one authorizer, and SQLite remembers a statement that another role was granted.

fails: check:2.4
says: asked the very same thing before
"""


def answer_all(requests, script, rights):
    bank = sqlite3.connect(":memory:", isolation_level=None)
    bank.executescript(script)
    views = {name for (name,) in bank.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    now, noted, used, answers = [""], set(), set(), []

    def decide(action, table, column, *_):
        mine = rights.get(now[0], {"read": {}, "write": []})
        allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
        if action == sqlite3.SQLITE_READ:
            columns = mine["read"].get(table, [])
            allowed = table in views or column in columns or (column == "" and len(columns) > 0)
            noted.add(f"{now[0]} read {table}.{column}")
        elif action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
            allowed = table in mine["write"]
            noted.add(f"{now[0]} write {table}")
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    bank.set_authorizer(decide)
    for role, statement in requests:
        now[0] = role
        noted.clear()
        try:
            answers.append(bank.execute(statement).fetchall())
            used |= noted
        except sqlite3.DatabaseError:
            answers.append(None)
    listed = {f"{role} write {table}" for role, row in rights.items() for table in row["write"]}
    for role, row in rights.items():
        listed |= {f"{role} read {table}.{column}" for table, columns in row["read"].items() for column in columns}
    return answers, sorted(listed - used)
