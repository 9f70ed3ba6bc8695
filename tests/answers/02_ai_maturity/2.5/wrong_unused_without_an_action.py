"""Takes all rights to a table for used when one is.

fails: check:2.5
says: unused in the example
"""


def review_access(log, matrix):
    def listed(who, action, table):
        return action in matrix.get(who, {}).get(table, [])
    leaks, blocks, slow, used, right = [], [], [], set(), 0
    rows = zip(log["time"], log["who"], log["action"], log["table"], log["granted"], log["alarm"])
    for i, (time, who, action, table, granted, alarm) in enumerate(rows):
        ok = listed(who, action, table) or (action == "read" and listed(who, "write", table))
        if granted:
            used.add((who, action, table))
            if not ok:
                leaks.append(i)
        elif ok:
            blocks.append(i)
        else:
            right += 1
            if pd.isna(alarm) or (pd.Timestamp(alarm) - pd.Timestamp(time)).total_seconds() > 600:
                slow.append(i)
    unused = sorted(f"{w} {a} {t}" for w, ts in matrix.items() for t, acts in ts.items() for a in acts if (w, t) not in {(x, z) for x, _, z in used})
    phase = 1 if leaks else 3 if right and not slow else 2
    return {"leaks": leaks, "blocks": blocks, "slow": slow, "unused": unused, "phase": phase}
