"""Lets count(*) through where the name is no table of the script, as the schema table is none.

fails: check:2.4
says: sqlite_master
"""


def answer_all(requests, script, rights):
    """The answer to each request under the rights of its role, and the rights that nobody used."""
    base = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    base.executescript(script)
    kind = dict(base.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    allowed = {
        (role, "read", table, column)
        for role, own in rights.items()
        for table in own["read"]
        for column in own["read"][table]
    } | {(role, "write", table, "") for role, own in rights.items() for table in own["write"]}
    spent, answers = set(), []
    state = {}

    def ask_me(action, table, column, *_):
        role = state["role"]
        match action:
            case sqlite3.SQLITE_SELECT | sqlite3.SQLITE_FUNCTION | sqlite3.SQLITE_RECURSIVE:
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_READ if kind.get(table) == "view":
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_READ if column == "":
                ok = any(r == role and w == "read" and t == table for r, w, t, _ in allowed)
                unknown = table not in kind
                return sqlite3.SQLITE_OK if ok or unknown else sqlite3.SQLITE_DENY
            case sqlite3.SQLITE_READ:
                right = role, "read", table, column
            case sqlite3.SQLITE_INSERT | sqlite3.SQLITE_UPDATE | sqlite3.SQLITE_DELETE:
                right = role, "write", table, ""
            case _:
                return sqlite3.SQLITE_DENY
        if right not in allowed:
            return sqlite3.SQLITE_DENY
        state["touched"].add(right)
        return sqlite3.SQLITE_OK

    base.set_authorizer(ask_me)
    for role, statement in requests:
        state.update(role=role, touched=set())
        try:
            answers.append(base.execute(statement).fetchall())
            spent |= state["touched"]
        except sqlite3.DatabaseError:
            answers.append(None)
    left = sorted(f"{r} {w} {t}.{c}" if w == "read" else f"{r} {w} {t}" for r, w, t, c in allowed - spent)
    return answers, left
