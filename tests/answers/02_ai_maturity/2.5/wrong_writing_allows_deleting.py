"""Lets whoever may write do everything.

fails: hidden:2.5
says: To delete must be listed
"""


def review_access(log, matrix):
    leaks, blocks, slow, used, refused = [], [], [], set(), 0
    rows = zip(log["time"], log["who"], log["action"], log["table"], log["granted"], log["alarm"])
    for at, (time, who, action, where, granted, alarm) in enumerate(rows):
        listed = matrix.get(who, {}).get(where, [])
        if granted:
            used.add((who, action, where))
        if action in listed or "write" in listed:
            if not granted:
                blocks.append(at)
        elif granted:
            leaks.append(at)
        else:
            refused += 1
            if pd.isna(alarm) or pd.Timestamp(alarm) - pd.Timestamp(time) > pd.Timedelta(minutes=10):
                slow.append(at)
    rights = [(who, act, where) for who, row in matrix.items() for where in row for act in row[where]]
    unused = sorted(" ".join(right) for right in rights if right not in used)
    return {"leaks": leaks, "blocks": blocks, "slow": slow, "unused": unused, "phase": 1 if leaks else 3 if refused and not slow else 2}
