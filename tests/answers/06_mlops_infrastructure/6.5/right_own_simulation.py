from itertools import product


def longest_waits(trace, mix):
    """A queue of (minute, requests), served minute by minute."""
    always_on, on_demand = mix
    queue, waits, paid, since, quiet = [], {}, 0, None, 0
    for minute, count in enumerate(trace):
        if count:
            queue.append([minute, count])
        else:
            waits[minute] = 0
        running = since is not None
        room = 10 * always_on + (10 * on_demand if running and minute - since >= 2 else 0)
        paid += on_demand if running else 0
        while queue and room >= queue[0][1]:
            room -= queue[0][1]
            waits[queue[0][0]] = minute - queue[0][0]
            queue.pop(0)
        if queue:
            queue[0][1] -= room
        quiet = 0 if queue else quiet + 1
        if running and quiet >= 5:
            since = None
        elif not running and queue:
            since = minute + 1
    return waits, paid


def capacity(trace, prices, limit):
    costs = {}
    for mix in product(range(7), repeat=2):
        waits, paid = longest_waits(trace, mix)
        late = sum(count for minute, count in enumerate(trace) if waits.get(minute, limit + 1) > limit)
        if late <= 0.05 * sum(trace) + 1e-9:
            costs[mix] = prices["always on"] * mix[0] * len(trace) + prices["on demand"] * paid
    return min(costs, key=costs.get, default=None)
