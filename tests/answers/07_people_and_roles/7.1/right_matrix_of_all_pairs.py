def choose_cutoffs(pds, defaulted, prices, capacity):
    p, d = np.array(pds), np.array(defaulted, dtype=float)
    cuts = sorted({0.0, *(float(x) for x in p), 1.01})
    r = prices["clerk_right"]
    g = (1 - d) * prices["margin"] - d * prices["loss"]
    c = (1 - d) * r * prices["margin"] - d * (1 - r) * prices["loss"] - prices["clerk"]
    below = np.array([p < cut for cut in cuts])
    G, C, N = below @ g, below @ c, below.sum(axis=1)
    total = G[:, None] + C[None, :] - C[:, None]
    sent = N[None, :] - N[:, None]
    ok = (sent <= capacity) & (np.arange(len(cuts))[None, :] >= np.arange(len(cuts))[:, None])
    i, j = np.unravel_index(np.argmax(np.where(ok, total, -np.inf)), total.shape)
    return np.array([cuts[i], cuts[j]])
