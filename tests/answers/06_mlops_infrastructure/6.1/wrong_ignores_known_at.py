"""A report counts from the day on which it happened, known or not.

fails: check:6.1
says: for c1 on 10 May
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    pairs = pairs[(pairs["event_time"] <= pairs["at"]) & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests)))
