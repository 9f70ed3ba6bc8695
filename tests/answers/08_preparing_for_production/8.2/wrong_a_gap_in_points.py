"""A gap of ten points is bad, however few loans there are.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    found = []
    for piece in SLICES:
        part = frame[members(frame, piece)]
        if len(part) and abs(part["default"].mean() - part["pd"].mean()) > 0.1:
            found.append(piece)
    return found
