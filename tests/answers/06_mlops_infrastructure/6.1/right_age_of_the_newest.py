"""Takes the newest known one, then asks for its age."""

def as_of(requests, events, ttl):
    out = []
    for customer, at in zip(requests["customer_id"], requests["at"]):
        ok = events[(events["customer_id"] == customer) & (events["event_time"] <= at) & (events["known_at"] <= at)]
        if len(ok):
            last = ok.sort_values(["event_time", "known_at", "value"]).iloc[-1]
            out.append(float(last["value"]) if at - last["event_time"] <= ttl else None)
        else:
            out.append(None)
    return out
