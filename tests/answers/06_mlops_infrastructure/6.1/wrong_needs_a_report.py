"""Stops where there are no reports at all.

fails: hidden:6.1-changes
says: where there are no reports at all
"""


def as_of(requests, events, ttl):
    latest = max(events["event_time"])
    values = []
    for customer, at in zip(requests["customer_id"], requests["at"], strict=True):
        known = (events["event_time"] <= min(at, latest)) & (events["known_at"] <= at)
        mine = events[known & (events["customer_id"] == customer) & (at - events["event_time"] <= ttl)]
        mine = mine.sort_values(["event_time", "known_at", "value"])
        values.append(mine["value"].iloc[-1] if len(mine) else None)
    return values
