"""Keeps the limit for every request.

fails: check:6.5
says: There is a cheaper one
"""


def capacity(trace, prices, limit):
    best, cheapest = None, float("inf")
    for always_on in range(7):
        for on_demand in range(7):
            waits, paid = serve_day(trace, always_on, on_demand)
            on_time = sum(count for count, wait in zip(trace, waits) if wait <= limit)
            cost = prices["always on"] * always_on * len(trace) + prices["on demand"] * sum(paid)
            if on_time == sum(trace) and cost < cheapest:
                best, cheapest = (always_on, on_demand), cost
    return best
