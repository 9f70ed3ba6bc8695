"""The model is fine.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    return []
