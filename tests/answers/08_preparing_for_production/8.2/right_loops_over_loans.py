def bad_slices(frame):
    """Loan by loan, the largest surprise out first."""
    rest, found = frame, []
    while len(rest):
        surprises = []
        for place, piece in enumerate(SLICES):
            inside = members(rest, piece)
            pds = rest["pd"].to_numpy()[inside]
            if len(pds):
                gap = rest["default"].to_numpy()[inside].sum() - pds.sum()
                surprises.append((abs(gap) / (pds * (1 - pds)).sum() ** 0.5, place))
        size, place = max(surprises)
        if size < 4:
            break
        found.append(dict(SLICES[place]))
        rest = rest[~members(rest, SLICES[place])]
    return found
