"""A limit that some clean portfolio passes each time.

fails: check:8.2
says: 24 practice portfolios cost
"""

def bad_slices(frame):
    """The slices in which the PDs are wrong by more than chance among so many explains."""
    loans = frame.assign(gap=frame["default"] - frame["pd"], spread=frame["pd"] * (1 - frame["pd"]))
    rest = loans.groupby(list(VALUES))[["gap", "spread"]].sum().reset_index()
    inside = np.array([members(rest, piece) for piece in SLICES], dtype=float)
    gap, spread = rest["gap"].to_numpy(), rest["spread"].to_numpy()
    found = []
    while True:
        surprise = np.abs(inside @ gap) / np.sqrt(inside @ spread + 0.001)
        place = surprise.argmax()
        if surprise[place] < 2.0:
            return found
        found.append(SLICES[place])
        gap, spread = gap * (1 - inside[place]), spread * (1 - inside[place])
