def as_of(requests, events, ttl):
    order = np.lexsort((events["value"], events["known_at"], events["event_time"]))
    who, happened, known, value = (
        events[name].to_numpy()[order] for name in ("customer_id", "event_time", "known_at", "value")
    )
    result = np.full(len(requests), np.nan)
    for place, (customer, at) in enumerate(zip(requests["customer_id"], requests["at"].to_numpy(), strict=True)):
        counts = (who == customer) & (happened <= at) & (known <= at) & (at - happened <= ttl.to_timedelta64())
        if counts.any():
            result[place] = value[counts.nonzero()[0][-1]]
    return result
