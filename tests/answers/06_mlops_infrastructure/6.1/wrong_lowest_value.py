"""Of those known at the same time it takes the lowest value.

fails: hidden:6.1-changes
says: where two reports have the same two times
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)].sort_values("value", ascending=False)
    newest = pairs.sort_values(["event_time", "known_at"], kind="stable").groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
