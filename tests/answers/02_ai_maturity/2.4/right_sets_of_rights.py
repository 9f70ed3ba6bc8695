class Desk:
    """The rights of one role, as an authorizer that remembers what it allowed."""

    def __init__(self, row, views):
        self.columns = {(table, column) for table, columns in row["read"].items() for column in columns}
        self.write, self.views, self.noted = set(row["write"]), views, set()

    def __call__(self, action, table, column, database, source):
        if action == sqlite3.SQLITE_SELECT or action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            if table in self.views:
                return sqlite3.SQLITE_OK
            if column == "":
                return sqlite3.SQLITE_OK if table in {t for t, _ in self.columns} else sqlite3.SQLITE_DENY
            if (table, column) in self.columns:
                self.noted.add(("read", f"{table}.{column}"))
                return sqlite3.SQLITE_OK
        elif action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and table in self.write:
            self.noted.add(("write", table))
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


def answer_all(requests, script, rights):
    bank = sqlite3.connect(":memory:")
    bank.isolation_level = None
    bank.executescript(script)
    views = {row[0] for row in bank.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()}
    unused = {(role, "write", table) for role, row in rights.items() for table in row["write"]}
    unused |= {(r, "read", f"{t}.{c}") for r, row in rights.items() for t, cs in row["read"].items() for c in cs}
    answers = []
    for role, statement in requests:
        desk = Desk(rights.get(role, {"read": {}, "write": []}), views)
        bank.set_authorizer(desk)
        try:
            answer = [list(row) for row in bank.execute(statement)]
        except sqlite3.Error:
            answers.append(None)
            continue
        answers.append(answer)
        unused -= {(role, *right) for right in desk.noted}
    return tuple(answers), sorted(" ".join(right) for right in unused)
