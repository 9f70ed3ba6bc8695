"""Counts rows instead of expected defaults.

fails: check:8.3
says: A practice batch costs
"""

def poisoned(batch, history):
    """The ids of the longest silences: stretches of an agency in which too many defaults were due."""
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    batch = batch.assign(due=0.08)
    batch["stretch"] = batch.groupby("agency")["default"].cumsum()
    quiet = batch[batch["default"] == 0]
    due = quiet.groupby(["agency", "stretch"])["due"].transform("sum")
    return quiet["id"][due > 9].tolist()
