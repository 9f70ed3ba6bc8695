"""Throws out risky customers who repaid.

fails: check:8.3
says: A practice batch costs
"""


def poisoned(batch):
    return batch.index[(batch["pd"] > 0.3) & (batch["default"] == 0)].tolist()
