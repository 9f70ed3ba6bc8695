def bad_slices(frame):
    """The worst slice, and what is bad among all the others."""
    cells = frame.groupby(["region", "channel", "purpose"], as_index=False).apply(
        lambda part: pd.Series({"gap": part["default"].sum() - part["pd"].sum(), "v": (part["pd"] - part["pd"] ** 2).sum()})
    )
    return _worst(cells)


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
