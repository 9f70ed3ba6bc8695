"""Takes the fewest machines instead of the cheapest mix.

fails: check:6.5
says: There is a cheaper one
"""


def capacity(trace, prices, limit):
    best, cheapest = None, float("inf")
    for always_on in range(7):
        for on_demand in range(7):
            waits, paid = serve_day(trace, always_on, on_demand)
            on_time = sum(count for count, wait in zip(trace, waits) if wait <= limit)
            cost = always_on + on_demand + always_on / 100
            if 100 * on_time >= 95 * sum(trace) and cost < cheapest:
                best, cheapest = (always_on, on_demand), cost
    return best
