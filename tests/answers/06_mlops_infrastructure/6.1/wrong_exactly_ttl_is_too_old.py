"""An event of exactly that age is dropped.

fails: check:6.1
says: with a ttl of 8 days
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] > pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
