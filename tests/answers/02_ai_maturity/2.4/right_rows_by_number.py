"""Looks at the offers by their number in the index."""


from itertools import combinations
def next_steps(phases, steps, budget):
    best = None
    for k in range(len(steps) + 1):
        for idx in combinations(range(len(steps)), k):
            chosen = sorted([tuple(steps.loc[i, c] for c in ("name", "theme", "start", "cost")) for i in idx], key=lambda r: r[2])
            cost = sum(r[3] for r in chosen)
            if cost > budget: continue
            after = dict(phases)
            for n, t, s, _ in chosen:
                if after[t] != s: break
                after[t] += 1
            else:
                key = (min(after.values()), sum(after.values()), -cost)
                if best is None or key > best[0]: best = key, sorted(r[0] for r in chosen), cost, after
    return {"weakest": [t for t in THEMES if phases[t] == min(phases.values())], "buy": best[1], "cost": best[2], "after": best[3]}
