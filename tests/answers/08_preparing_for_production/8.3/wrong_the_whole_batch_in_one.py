"""Forgets that agencies report side by side.

fails: check:8.3
says: A practice batch costs
"""


def poisoned(batch):
    """The rows of the longest silences: stretches of an agency in which too many defaults were due."""
    silence = batch["default"].cumsum()
    quiet = batch.assign(silence=silence)[batch["default"] == 0]
    due = quiet.groupby("silence")["pd"].transform("sum")
    return quiet.index[due > 9].tolist()
