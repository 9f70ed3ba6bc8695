"""Lists a leak only once, however often it happens.

fails: hidden:2.5
says: leaks with the same leak twice
"""

def review_access(log, matrix):
    """Leaks, blocks, slow alarms, unused rights, and the phase of Secure that an access log shows."""
    leaks, blocks, slow, used, refused, seen = [], [], [], set(), 0, set()
    columns = [log[name] for name in ("time", "who", "action", "table", "granted", "alarm")]
    for position, (time, who, action, where, granted, alarm) in enumerate(zip(*columns, strict=True)):
        listed = matrix.get(who, {}).get(where, [])
        approved = action in listed or (action == "read" and "write" in listed)
        if granted:
            used.add(f"{who} {action} {where}")
        if granted and not approved:
            if (who, action, where) not in seen:
                leaks.append(position)
            seen.add((who, action, where))
        elif approved and not granted:
            blocks.append(position)
        elif not granted:
            refused += 1
            if pd.isna(alarm) or pd.Timestamp(alarm) - pd.Timestamp(time) > pd.Timedelta(minutes=10):
                slow.append(position)
    rights = {f"{who} {action} {where}" for who, row in matrix.items() for where in row for action in row[where]}
    phase = 1 if leaks else 3 if refused and not slow else 2
    return {"leaks": leaks, "blocks": blocks, "slow": slow, "unused": sorted(rights - used), "phase": phase}
