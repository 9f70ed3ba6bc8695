"""Takes the report that became known last, not the one that happened last.

fails: check:6.1
says: for c1 on 20 May
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["known_at", "event_time", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
