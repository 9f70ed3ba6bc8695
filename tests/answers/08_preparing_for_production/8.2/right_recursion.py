def bad_slices(frame):
    """The worst slice, and what is bad among all the others."""
    table = frame[["region", "channel", "purpose"]].copy()
    table["gap"], table["v"] = frame["default"] - frame["pd"], frame["pd"] - frame["pd"] ** 2
    return _worst(table.groupby(["region", "channel", "purpose"], as_index=False).sum())


def _worst(cells):
    sizes = {}
    for place, piece in enumerate(SLICES):
        part = cells[members(cells, piece)]
        if part["v"].sum() > 0:
            sizes[place] = part["gap"].sum() ** 2 / part["v"].sum()
    top = max(sizes, key=sizes.get, default=None)
    if top is None or sizes[top] < 13:
        return []
    return [SLICES[top], *_worst(cells[~members(cells, SLICES[top])])]
