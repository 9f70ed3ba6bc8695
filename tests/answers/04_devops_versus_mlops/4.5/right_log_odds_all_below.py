"""Odds of above against the whole stretch from which cheats come."""

import math


def cheats_at(month, past, cut):
    def odds(values):
        a = sum(1 for v in values.tolist() if cut <= v < 1.12 * cut)
        b = sum(1 for v in values.tolist() if 0.25 * cut <= v < cut)
        return a, b

    a, b = odds(month)
    pairs = [odds(values) for values in past]
    A, B = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    z = math.log((a / b) / (A / B)) / math.sqrt(1 / a + 1 / b + 1 / A + 1 / B)
    return z > 3
