"""Returns agencies.

fails: check:8.3
says: should return row numbers
"""


def poisoned(batch):
    sums = batch.groupby("agency")[["default", "pd"]].sum()
    return sums.index[sums["pd"] - sums["default"] > 3 * sums["pd"] ** 0.5].tolist()
