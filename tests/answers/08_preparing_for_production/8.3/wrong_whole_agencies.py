"""Throws out all rows of an agency with too few defaults.

fails: check:8.3
says: A practice batch costs
"""


def poisoned(batch):
    sums = batch.groupby("agency")[["default", "pd"]].sum()
    accused = sums.index[sums["pd"] - sums["default"] > 3 * sums["pd"] ** 0.5]
    return batch.index[batch["agency"].isin(accused)].tolist()
