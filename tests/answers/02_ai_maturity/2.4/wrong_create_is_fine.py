"""Forbids no CREATE.

fails: check:2.4
says: A CREATE is granted
"""


def answer_all(requests, script, rights):
    """The answer to each request under the rights of its role, and the rights that nobody used."""
    bank = sqlite3.connect(":memory:", isolation_level=None)
    bank.executescript(script)
    views = {name for (name,) in bank.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    changes = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
    answers, used = [], set()
    for role, statement in requests:
        mine, noted = rights.get(role, {"read": {}, "write": []}), set()

        def decide(action, table, column, *_, role=role, mine=mine, noted=noted):
            allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
            if table in ("sqlite_master", "sqlite_temp_master") or action == sqlite3.SQLITE_CREATE_TABLE:
                allowed = action != sqlite3.SQLITE_READ or column != "name"
            elif action == sqlite3.SQLITE_READ:
                columns = mine["read"].get(table, [])
                allowed = table in views or column in columns or (column == "" and len(columns) > 0)
                noted.add(f"{role} read {table}.{column}")
            elif action in changes:
                allowed = table in mine["write"]
                noted.add(f"{role} write {table}")
            return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

        bank.set_authorizer(decide)
        try:
            answers.append(bank.execute(statement).fetchall())
            used |= noted
        except sqlite3.DatabaseError:
            answers.append(None)
    listed = {f"{role} write {table}" for role, row in rights.items() for table in row["write"]}
    for role, row in rights.items():
        listed |= {f"{role} read {table}.{column}" for table, columns in row["read"].items() for column in columns}
    return answers, sorted(listed - used)
