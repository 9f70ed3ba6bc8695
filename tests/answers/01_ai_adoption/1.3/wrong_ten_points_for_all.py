"""The same width whatever the number of answers.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    return max(0, 100 * yes / asked - 10), min(100, 100 * yes / asked + 10)
