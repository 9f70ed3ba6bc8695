"""Takes the cheapest set of those with the highest lowest phase, before looking at the sum.

fails: check:2.4
says: then the sum decides
"""


def next_steps(phases, steps, budget):
    from itertools import combinations

    offers = steps.sort_values("start").to_dict("records")
    best = None
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            after, cost = dict(phases), sum(offer["cost"] for offer in chosen)
            works = cost <= budget
            for offer in chosen:
                works = works and after[offer["theme"]] == offer["start"]
                after[offer["theme"]] += 1
            rank = (min(after.values()), -cost, sum(after.values()))
            if works and (best is None or rank > best[0]):
                best = rank, sorted(offer["name"] for offer in chosen), cost, after
    lowest = min(phases.values())
    weakest = [theme for theme in THEMES if phases[theme] == lowest]
    return {"weakest": weakest, "buy": best[1], "cost": best[2], "after": best[3]}
