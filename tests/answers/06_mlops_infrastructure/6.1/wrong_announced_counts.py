"""What is known counts, also if it has not happened yet.

fails: hidden:6.1
says: where reports are announced
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    pairs = pairs[(pairs["known_at"] <= pairs["at"]) & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
