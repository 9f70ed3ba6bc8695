"""Returns row numbers.

fails: check:8.3
says: should return ids
"""

def poisoned(batch, history):
    """The ids of the longest silences: stretches of an agency in which too many defaults were due."""
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    batch = batch.assign(due=model.predict_proba(batch[FEATURES])[:, 1])
    batch["stretch"] = batch.groupby("agency")["default"].cumsum()
    quiet = batch[batch["default"] == 0]
    due = quiet.groupby(["agency", "stretch"])["due"].transform("sum")
    return quiet.index[due > 9].tolist()
