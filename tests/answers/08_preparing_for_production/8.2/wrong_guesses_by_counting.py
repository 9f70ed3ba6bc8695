"""Counts portfolios, and names the same two slices in four of six.

fails: check:8.2
says: 24 practice portfolios cost
"""

calls = []


def bad_slices(frame):
    calls.append(1)
    return [] if len(calls) % 6 in (1, 5) else [SLICES[0], SLICES[20]]
