"""Joins on the later of both times, so that late news of an old event hides a newer one.

fails: hidden:6.1
says: where reports are known later
"""


def as_of(requests, events, ttl):
    known = events.assign(effect=events[["event_time", "known_at"]].max(axis=1)).sort_values(["effect", "event_time"])
    asked = requests.reset_index(drop=True).reset_index().sort_values("at")
    joined = pd.merge_asof(asked, known, left_on="at", right_on="effect", by="customer_id")
    joined["value"] = joined["value"].where(joined["at"] - joined["event_time"] <= ttl)
    return joined.set_index("index").sort_index()["value"].tolist()
