def choose_cutoffs(pds, defaulted, prices, capacity):
    people = sorted(zip(pds, defaulted))
    share = prices["clerk_right"]

    def worth(bad):
        granted = -prices["loss"] if bad else prices["margin"]
        clerk = (-(1 - share) * prices["loss"] if bad else share * prices["margin"]) - prices["clerk"]
        return granted, clerk

    starts = [0] + [i for i in range(1, len(people)) if people[i][0] != people[i - 1][0]] + [len(people)]
    cut = lambda i: people[i][0] if i < len(people) else 9.0
    granted, best = 0.0, None
    for a, start in enumerate(starts):
        if a:
            granted += sum(worth(bad)[0] for _, bad in people[starts[a - 1] : start])
        total = granted
        for b in range(a, len(starts)):
            if b > a:
                total += sum(worth(bad)[1] for _, bad in people[starts[b - 1] : starts[b]])
            if starts[b] - start > capacity:
                break
            if best is None or total > best[0] + 1e-9:
                best = (total, cut(start), cut(starts[b]))
    return best[1:]
