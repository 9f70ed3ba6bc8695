"""Counts rows instead of due defaults.

fails: check:8.3
says: A practice batch costs
"""


def poisoned(batch):
    """The rows of the longest silences: stretches of an agency in which too many defaults were due."""
    silence = batch.groupby("agency")["default"].cumsum()
    quiet = batch.assign(silence=silence)[batch["default"] == 0]
    due = quiet.groupby(["agency", "silence"])["pd"].transform("size")
    return quiet.index[due > 60].tolist()
