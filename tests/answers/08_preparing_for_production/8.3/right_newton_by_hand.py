def poisoned(batch, history):
    def design(table):
        return np.column_stack([np.ones(len(table)), table[["savings", "late", "burden"]].to_numpy()])

    x, y = design(history), history["default"].to_numpy()
    weights = np.zeros(4)
    for _ in range(8):
        p = 1 / (1 + np.exp(-x @ weights))
        weights = weights + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (y - p))
    due = 1 / (1 + np.exp(-design(batch) @ weights))
    throw = []
    for agency in batch["agency"].unique():
        mine = np.flatnonzero((batch["agency"] == agency).to_numpy())
        bad = np.flatnonzero(batch["default"].to_numpy()[mine])
        edges = [-1, *bad.tolist(), len(mine)]
        for start, end in zip(edges[:-1], edges[1:], strict=True):
            silent = mine[start + 1 : end]
            if -np.log1p(-due[silent]).sum() > 8.5:
                throw.extend(batch["id"].to_numpy()[silent])
    return np.array(throw, dtype=int)
