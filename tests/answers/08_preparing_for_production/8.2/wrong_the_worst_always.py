"""Names the largest surprise in every portfolio.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    return [surprises(frame)[0][1]]
