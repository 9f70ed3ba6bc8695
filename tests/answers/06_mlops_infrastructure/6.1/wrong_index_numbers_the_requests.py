"""Takes the labels of the index for numbers of the requests.

fails: hidden:6.1-changes
says: Number the requests yourself
"""


def as_of(requests, events, ttl):
    pairs = requests.rename_axis("n").reset_index().merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(requests.index).tolist()
