"""Loan by loan, in plain Python."""

import math


def audit(log, loans):
    rows = loans.to_dict("records")
    return [judge(entry, rows) for entry in log]


def judge(entry, rows):
    seen = [row for row in rows if row["month"] in set(entry["months"]) and row["known"] <= entry["month"]]
    false = set()
    for name, claimed in entry["claims"].items():
        try:
            if abs(VALUES[name](seen, f"pd_{entry['version']}", f"pd_{entry['champion']}") - claimed) > 0.001:
                false.add(name)
        except (KeyError, ZeroDivisionError):
            false.add(name)
    return tuple(sorted(false))


def z(seen, new, old):
    due = sum(row[new] for row in seen)
    return (defaults(seen, new, old) - due) / math.sqrt(sum(row[new] * (1 - row[new]) for row in seen))


def gain(seen, new, old):
    return sum(loss(row, old) - loss(row, new) for row in seen) / len(seen)


def loss(row, name):
    return -math.log(row[name] if row["default"] == 1 else 1 - row[name])


def defaults(seen, new, old):
    return sum(row["default"] for row in seen)


VALUES = {"loans": lambda seen, new, old: len(seen), "defaults": defaults, "z": z, "gain": gain}
