"""Stops after the first.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    """The slices in which the PDs are wrong by more than chance among so many explains."""
    rest, found = frame, []
    while len(rest):
        z, piece = surprises(rest)[0]
        if abs(z) < 3.75:
            break
        found.append(piece)
        break
    return found
