"""Joins on the time of the event and then drops what was not known: an older report stays hidden behind it.

fails: check:6.1
says: for c1 on 10 May
"""


def as_of(requests, events, ttl):
    asked = requests.reset_index(drop=True).reset_index().sort_values("at")
    joined = pd.merge_asof(
        asked,
        events.sort_values("event_time"),
        left_on="at",
        right_on="event_time",
        by="customer_id",
        tolerance=ttl,
    )
    joined["value"] = joined["value"].where(joined["known_at"] <= joined["at"])
    return joined.set_index("index").sort_index()["value"].tolist()
