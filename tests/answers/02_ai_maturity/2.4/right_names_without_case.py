def answer_all(requests, script, rights):
    """The answer to each request under the rights of its role, and the rights that nobody used."""
    base = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    base.executescript(script)
    tables = {n.lower() for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    views = {n.lower() for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    texts = {}
    for role, own in rights.items():
        for table in own["read"]:
            for column in own["read"][table]:
                texts[role, "read", table.lower(), column.lower()] = f"{role} read {table}.{column}"
        for table in own["write"]:
            texts[role, "write", table.lower()] = f"{role} write {table}"
    used, answers = set(), []
    for role, statement in requests:
        now = set()

        def guard(action, table, column, *rest, role=role, now=now):
            if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE):
                return sqlite3.SQLITE_OK
            if action == sqlite3.SQLITE_READ:
                table = table.lower()
                if table in views:
                    return sqlite3.SQLITE_OK
                if not column:
                    if table not in tables and not table.startswith(("sqlite_", "pragma_")):
                        return sqlite3.SQLITE_OK  # the name of a WITH or of a sub-query
                    some = any(right[:3] == (role, "read", table) for right in texts)
                    return sqlite3.SQLITE_OK if some else sqlite3.SQLITE_DENY
                right = role, "read", table, column.lower()
            elif action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
                right = role, "write", table.lower()
            else:
                return sqlite3.SQLITE_DENY
            if right not in texts:
                return sqlite3.SQLITE_DENY
            now.add(right)
            return sqlite3.SQLITE_OK

        base.set_authorizer(guard)
        try:
            answers.append(base.execute(statement).fetchall())
        except sqlite3.DatabaseError as error:
            if not any(word in str(error) for word in ("not authorized", "prohibited")):
                raise
            answers.append(None)
        else:
            used |= now
    return answers, sorted(text for right, text in texts.items() if right not in used)
