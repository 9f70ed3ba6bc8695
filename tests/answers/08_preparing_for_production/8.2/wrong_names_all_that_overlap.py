"""All beyond the limit, those too that share loans with a bad one.

fails: check:8.2
says: 24 practice portfolios cost
"""

def bad_slices(frame):
    found = []
    for piece in SLICES:
        part = frame[members(frame, piece)]
        gap = part["default"].sum() - part["pd"].sum()
        if abs(gap) > 3.75 * (part["pd"] * (1 - part["pd"])).sum() ** 0.5 > 0:
            found.append(piece)
    return found
