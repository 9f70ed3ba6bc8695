from math import sqrt


def share_interval(yes, asked):
    p, half = 100 * yes / asked, 98 / sqrt(asked)
    return max(0.0, p - half), min(100.0, p + half)
