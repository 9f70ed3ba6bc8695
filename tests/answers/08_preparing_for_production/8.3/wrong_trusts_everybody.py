"""Nothing is thrown out.

fails: check:8.3
says: A practice batch costs
"""


def poisoned(batch):
    return []
