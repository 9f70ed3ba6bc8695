"""Answers in the order of time instead of in the order of the rows.

fails: check:6.1
says: not right in the example
"""


def as_of(requests, events, ttl):
    asked = requests.sort_values("at").assign(n=range(len(requests)))
    pairs = asked.merge(events, on="customer_id")
    known = (pairs["event_time"] <= pairs["at"]) & (pairs["known_at"] <= pairs["at"])
    pairs = pairs[known & (pairs["event_time"] >= pairs["at"] - ttl)]
    newest = pairs.sort_values(["event_time", "known_at", "value"]).groupby("n")["value"].last()
    return newest.reindex(range(len(requests))).tolist()
