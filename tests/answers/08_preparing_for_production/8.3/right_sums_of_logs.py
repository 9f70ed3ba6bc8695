def poisoned(batch):
    """How unlikely is a silence: the sum of log(1 - pd)."""
    bad, pds = batch["default"].to_numpy(), batch["pd"].to_numpy()
    throw = []
    for agency in batch["agency"].unique():
        mine = np.flatnonzero((batch["agency"] == agency).to_numpy())
        edges = [-1, *np.flatnonzero(bad[mine]).tolist(), len(mine)]
        for start, end in zip(edges[:-1], edges[1:], strict=True):
            silent = mine[start + 1 : end]
            if -np.log1p(-pds[silent]).sum() > 8.5:
                throw.extend(silent)
    return np.array(throw, dtype=int)
