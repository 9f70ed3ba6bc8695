def capacity(trace, prices, limit):
    found = []
    for always_on in range(6, -1, -1):
        for on_demand in range(6, -1, -1):
            waits, paid = serve_day(trace, always_on, on_demand)
            every = sorted(wait for count, wait in zip(trace, waits) for _ in range(count))
            p95 = every[-(-95 * len(every) // 100) - 1]
            if p95 <= limit:
                found.append(
                    (
                        len(trace) * always_on * prices["always on"] + sum(paid) * prices["on demand"],
                        always_on,
                        on_demand,
                    )
                )
    return min(found)[1:] if found else None
