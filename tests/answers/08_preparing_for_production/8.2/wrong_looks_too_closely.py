"""A limit that some clean portfolio passes each time.

fails: check:8.2
says: 24 practice portfolios cost
"""


def bad_slices(frame):
    """The slices in which the PDs are wrong by more than chance among so many explains."""
    rest, found = frame, []
    while len(rest):
        z, piece = surprises(rest)[0]
        if abs(z) < 2.2:
            break
        found.append(piece)
        rest = rest[~members(rest, piece)]
    return found
