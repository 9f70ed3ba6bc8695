"""Keeps the limit on average.

fails: check:6.5
says: does not keep the limit
"""


def capacity(trace, prices, limit):
    best, cheapest = None, float("inf")
    for always_on in range(7):
        for on_demand in range(7):
            waits, paid = serve_day(trace, always_on, on_demand)
            on_time = sum(count * wait for count, wait in zip(trace, waits))
            cost = prices["always on"] * always_on * len(trace) + prices["on demand"] * sum(paid)
            if on_time <= limit * sum(trace) and cost < cheapest:
                best, cheapest = (always_on, on_demand), cost
    return best
