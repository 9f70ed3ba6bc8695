def capacity(trace, prices, limit):
    requests_, best = np.array(trace), None
    for mix in np.ndindex(7, 7):
        waits, paid = map(np.array, serve_day(trace, *mix))
        if requests_[waits > limit].sum() * 20 > requests_.sum():
            continue
        cost = mix[0] * len(trace) * prices["always on"] + paid.sum() * prices["on demand"]
        best = min(best or (np.inf,), (cost, list(mix)))
    return best and best[1]
