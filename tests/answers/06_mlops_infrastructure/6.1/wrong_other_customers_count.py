"""Looks at the reports of all customers.

fails: check:6.1
says: for c1 on
"""


def as_of(requests, events, ttl):
    values = []
    for at in requests["at"]:
        counts = (events["event_time"] <= at) & (events["known_at"] <= at) & (at - events["event_time"] <= ttl)
        newest = events[counts].sort_values(["event_time", "known_at", "value"])
        values.append(newest["value"].iloc[-1] if len(newest) else None)
    return values
