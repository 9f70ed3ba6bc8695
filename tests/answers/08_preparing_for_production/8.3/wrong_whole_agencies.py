"""Throws out all rows of an agency with too few defaults.

fails: check:8.3
says: A practice batch costs
"""

def poisoned(batch, history):
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    rows = batch.assign(due=model.predict_proba(batch[FEATURES])[:, 1])
    sums = rows.groupby("agency")[["default", "due"]].sum()
    accused = sums.index[sums["due"] - sums["default"] > 3 * sums["due"] ** 0.5]
    return batch["id"][batch["agency"].isin(accused)].tolist()
