"""Lifts all weakest themes at the least cost, then buys the cheapest next step again and again.

fails: hidden:2.4
says: compare whole sets
"""


from itertools import combinations
def next_steps(phases, steps, budget):
    low = min(phases.values())
    weakest = [t for t in THEMES if phases[t] == low]
    recs = sorted(steps.to_dict("records"), key=lambda r: (r["start"], r["cost"]))
    need = []
    for t in weakest:
        c = [r for r in recs if r["theme"] == t and r["start"] == low]
        if not c: need = None; break
        need.append(c[0])
    after, left, buy = dict(phases), budget, []
    if need and sum(r["cost"] for r in need) <= left:
        for r in need:
            after[r["theme"]] += 1; left -= r["cost"]; buy.append(r["name"])
    go = True
    while go:
        go = False
        for r in sorted(recs, key=lambda r: r["cost"]):
            if r["name"] not in buy and r["cost"] <= left and after[r["theme"]] == r["start"]:
                after[r["theme"]] += 1; left -= r["cost"]; buy.append(r["name"]); go = True
                break
    return {"weakest": weakest, "buy": sorted(buy), "cost": budget - left, "after": after}
