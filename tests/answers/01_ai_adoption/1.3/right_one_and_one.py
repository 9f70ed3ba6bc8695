from math import sqrt


def share_interval(yes, asked):
    n, p = asked + 2, (yes + 1) / (asked + 2)
    half = 1.96 * sqrt(p * (1 - p) / n)
    return 100 * max(0, p - half), 100 * min(1, p + half)
