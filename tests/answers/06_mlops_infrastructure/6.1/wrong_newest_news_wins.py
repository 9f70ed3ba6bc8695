"""Takes the report that became known last, not the one that happened last.

fails: hidden:6.1
says: where reports are known later
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["known_at", "event_time", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
