"""Rows as dicts, the standard library's datetime, rights as a set of triples with the implied ones added."""


from datetime import datetime


def review_access(log, matrix):
    listed = [(who, act, name) for who, row in matrix.items() for name, acts in row.items() for act in acts]
    rights = set(listed) | {(who, "read", name) for who, act, name in listed if act == "write"}
    form = "%Y-%m-%d %H:%M"
    out = {"leaks": [], "blocks": [], "slow": [], "unused": [], "phase": 2}
    used, in_time = set(), []
    for at, row in enumerate(log.to_dict("records")):
        right = (row["who"], row["action"], row["table"])
        if row["granted"]:
            used.add(right)
            if right not in rights:
                out["leaks"].append(at)
        elif right in rights:
            out["blocks"].append(at)
        else:
            told = isinstance(row["alarm"], str)
            quick = told and (datetime.strptime(row["alarm"], form) - datetime.strptime(row["time"], form)).total_seconds() <= 600
            in_time.append(quick)
            if not quick:
                out["slow"].append(at)
    out["unused"] = sorted(" ".join(right) for right in listed if right not in used)
    if out["leaks"]:
        out["phase"] = 1
    elif in_time and all(in_time):
        out["phase"] = 3
    return out
