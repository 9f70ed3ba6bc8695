import pandas as pd


def as_of(requests, events, ttl):
    """Each report takes effect when it has happened and is known; from then on the best so far is what one knows."""
    effect = events.assign(effect=events[["event_time", "known_at"]].max(axis=1))
    effect = effect.sort_values(["effect", "event_time", "known_at", "value"])
    best, kept = {}, []
    for row in effect.itertuples(index=False):
        rank = (row.event_time, row.known_at, row.value)
        best[row.customer_id] = max(best.get(row.customer_id, rank), rank)
        kept.append((row.customer_id, row.effect, best[row.customer_id][0], best[row.customer_id][2]))
    known = pd.DataFrame(kept, columns=["customer_id", "effect", "happened", "debt"])
    known = known.astype({"effect": requests["at"].dtype, "happened": requests["at"].dtype, "customer_id": object})
    asked = requests.reset_index(drop=True).reset_index().sort_values("at", kind="stable")
    asked["customer_id"] = asked["customer_id"].astype(object)
    joined = (
        pd.merge_asof(asked, known, left_on="at", right_on="effect", by="customer_id").set_index("index").sort_index()
    )
    return joined["debt"].where(joined["at"] - joined["happened"] <= ttl)
