"""The slice that defaults most.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    rates = [frame["default"][members(frame, piece)].mean() for piece in SLICES[:12]]
    return [SLICES[int(np.argmax(rates))]]
