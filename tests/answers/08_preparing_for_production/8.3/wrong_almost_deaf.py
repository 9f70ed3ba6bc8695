"""Believes it only where 14 defaults are missing.

fails: hidden:8.3
says: poisoned rows that you learn from
"""

def poisoned(batch, history):
    """The ids of the longest silences: stretches of an agency in which too many defaults were due."""
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    batch = batch.assign(due=model.predict_proba(batch[FEATURES])[:, 1])
    batch["stretch"] = batch.groupby("agency")["default"].cumsum()
    quiet = batch[batch["default"] == 0]
    due = quiet.groupby(["agency", "stretch"])["due"].transform("sum")
    return quiet["id"][due > 17].tolist()
