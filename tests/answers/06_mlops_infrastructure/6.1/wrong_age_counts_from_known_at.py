"""Counts the age of a report from the day on which it became known.

fails: check:6.1
says: for c1 on 20 June
"""


def as_of(requests, events, ttl):
    pairs = requests.assign(n=range(len(requests))).merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["known_at"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
