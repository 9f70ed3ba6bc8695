"""Throws out risky customers who repaid.

fails: check:8.3
says: A practice batch costs
"""

def poisoned(batch, history):
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    due = model.predict_proba(batch[FEATURES])[:, 1]
    return batch["id"][(due > 0.3) & (batch["default"] == 0)].tolist()
