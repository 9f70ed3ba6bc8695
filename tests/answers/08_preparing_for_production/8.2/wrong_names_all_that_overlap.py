"""All beyond the limit, those too that share loans with a bad one.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    return [piece for z, piece in surprises(frame) if abs(z) > 3.75]
