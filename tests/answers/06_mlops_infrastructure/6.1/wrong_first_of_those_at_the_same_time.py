"""Of those that happened at the same time it takes the last in the table.

fails: check:6.1
says: of two the later news
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values("event_time", kind="stable").groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
