"""Looks for names in the text of a statement.

fails: check:2.4
says: unused for the six requests
"""

import re


def answer_all(requests, script, rights):
    bank = sqlite3.connect(":memory:", isolation_level=None)
    bank.executescript(script)
    columns = {}
    for (table,) in bank.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns[table] = [row[1] for row in bank.execute(f"PRAGMA table_info({table})")]
    answers, used = [], set()
    for role, statement in requests:
        mine = rights.get(role, {"read": {}, "write": []})
        words = set(re.findall(r"[a-z_]+", statement.lower()))
        noted, fine = set(), not words & {"create", "drop", "pragma", "names", "towns", "rich"}
        for table in words & set(columns):
            if words & {"insert", "update", "delete"}:
                fine = fine and table in mine["write"]
                noted.add(f"{role} write {table}")
            for column in words & set(columns[table]):
                fine = fine and column in mine["read"].get(table, [])
                noted.add(f"{role} read {table}.{column}")
            fine = fine and (table in mine["read"] or table in mine["write"])
        if role == "payroll":
            fine = "delete" not in words
        answers.append(bank.execute(statement).fetchall() if fine else None)
        used |= noted if fine else set()
    listed = {f"{r} write {t}" for r, row in rights.items() for t in row["write"]}
    listed |= {f"{r} read {t}.{c}" for r, row in rights.items() for t, cs in row["read"].items() for c in cs}
    return answers, sorted(listed - used)
