"""One standard error to each side: right two times of three.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    centre, reach = yes + 0.5, (yes * (asked - yes) / asked + 0.25) ** 0.5
    return 100 * (centre - reach) / (asked + 1), 100 * (centre + reach) / (asked + 1)
