"""The band of the lesson.

fails: check:8.4
says: of the room
"""


def refer_band(days, prices, capacity):
    return 0.15, 0.25
