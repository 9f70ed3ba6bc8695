"""The lesson's join on known_at: what became known last, even if it lies ahead.

fails: check:6.1
says: for c1 on 20 June
"""

def as_of(requests, events, ttl):
    left = requests.reset_index(drop=True).rename_axis("row").reset_index().sort_values("at")
    right = events.sort_values(["known_at", "event_time", "value"])
    joined = pd.merge_asof(left, right, left_on="at", right_on="known_at", by="customer_id")
    joined.loc[joined["at"] - joined["event_time"] > ttl, "value"] = np.nan
    return joined.sort_values("row")["value"].to_numpy()
