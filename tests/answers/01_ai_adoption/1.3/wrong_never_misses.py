"""So wide that it is never wrong.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    return 0, 100
