from scipy.stats import norm


def bad_slices(frame):
    """p-values against 5 % over a hundred-odd looks."""
    parts = {name: pd.get_dummies(frame[name]) for name in VALUES}
    columns = [np.logical_and.reduce([parts[n][v].to_numpy() for n, v in piece.items()]) for piece in SLICES]
    inside = np.array(columns, dtype=float)
    pds, seen = frame["pd"].to_numpy(), frame["default"].to_numpy()
    alive, answer = np.ones(len(frame)), []
    for _ in range(5):
        gap = inside @ ((seen - pds) * alive)
        spread = np.maximum(inside @ (pds * (1 - pds) * alive), 1e-9)
        p_values = 2 * norm.sf(np.abs(gap) / np.sqrt(spread))
        best = int(np.argmin(p_values))
        if p_values[best] * len(SLICES) > 0.01:
            break
        answer.append(SLICES[best])
        alive = alive * (1 - inside[best])
    return tuple(answer)
