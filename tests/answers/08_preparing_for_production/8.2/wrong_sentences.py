"""Names slices in words.

fails: check:8.2
says: as they stand in SLICES
"""


def bad_slices(frame):
    return ["region Udine"]
