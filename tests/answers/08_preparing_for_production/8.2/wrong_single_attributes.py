"""Looks at one attribute at a time.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    rest, found = frame, []
    while len(rest):
        z, piece = [(z, piece) for z, piece in surprises(rest) if len(piece) == 1][0]
        if abs(z) < 3.75:
            break
        found.append(piece)
        rest = rest[~members(rest, piece)]
    return found
