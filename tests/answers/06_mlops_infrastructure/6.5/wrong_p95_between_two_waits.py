"""numpy's percentile, which lies between two waits.

fails: hidden:6.5
says: exactly 95 % are in time
"""

def capacity(trace, prices, limit):
    """The cheapest mix of always-on and on-demand machines that keeps the limit; None where none does."""
    best = None
    for always_on in range(7):
        for on_demand in range(7):
            waits, paid = serve_day(trace, always_on, on_demand)
            each = np.repeat(waits, trace)
            p = np.percentile(each, 95) if np.isfinite(each).all() else float(np.percentile(np.where(np.isinf(each), 1e9, each), 95))
            if p > limit:
                continue
            cost = prices["always on"] * always_on * len(trace) + prices["on demand"] * sum(paid)
            if best is None or cost < best[0]:
                best = (cost, (always_on, on_demand))
    return best and best[1]
