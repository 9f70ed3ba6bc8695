"""Takes the percentile over minutes: a busy one counts like a quiet one.

fails: check:6.5
says: ask how many requests wait longer
"""


def capacity(trace, prices, limit):
    best, cheapest = None, float("inf")
    for always_on in range(7):
        for on_demand in range(7):
            waits, paid = serve_day(trace, always_on, on_demand)
            on_time = sum(wait <= limit for wait in waits)
            cost = prices["always on"] * always_on * len(trace) + prices["on demand"] * sum(paid)
            if 100 * on_time >= 95 * len(trace) and cost < cheapest:
                best, cheapest = (always_on, on_demand), cost
    return best
