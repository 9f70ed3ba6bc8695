"""Prefers the set that leaves fewer themes at the bottom to the higher sum.

fails: check:2.4
says: then the sum decides
"""


from itertools import combinations
def next_steps(phases, steps, budget):
    lowest = min(phases[t] for t in THEMES)
    rows = list(steps[["name", "theme", "start", "cost"]].itertuples(index=False, name=None))
    best = None
    for size in range(len(rows) + 1):
        for chosen in combinations(rows, size):
            cost = sum(r[3] for r in chosen)
            if cost > budget:
                continue
            after = dict(phases)
            for name, theme, start, _ in sorted(chosen, key=lambda r: r[2]):
                if after[theme] != start:
                    break
                after[theme] += 1
            else:
                key = (min(after.values()), -list(after.values()).count(min(after.values())), sum(after.values()), -cost)
                if best is None or key > best[0]:
                    best = key, sorted(r[0] for r in chosen), cost, after
    return {"weakest": [t for t in THEMES if phases[t] == lowest], "buy": best[1], "cost": best[2], "after": best[3]}
