"""Gives 0 where no report counts.

fails: check:6.1
says: None or NaN
"""

def as_of(requests, events, ttl):
    out = []
    for customer, at in zip(requests["customer_id"], requests["at"]):
        ok = events[(events["customer_id"] == customer) & (events["event_time"] <= at) & (events["known_at"] <= at) & (at - events["event_time"] <= ttl)]
        out.append(float(ok.sort_values(["event_time", "known_at", "value"])["value"].iloc[-1]) if len(ok) else 0.0)
    return out
