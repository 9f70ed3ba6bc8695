"""Lifts level after level, then the cheapest.

fails: hidden:2.4
says: compare whole sets
"""


def next_steps(phases, steps, budget):
    weakest = [t for t in THEMES if phases[t] == min(phases.values())]
    after, left, buy = dict(phases), budget, []
    recs = steps.to_dict("records")
    while True:
        low = min(after.values())
        if low == 3: break
        need = [t for t in THEMES if after[t] == low]
        picks = []
        for t in need:
            c = [r for r in recs if r["theme"] == t and r["start"] == low]
            if not c: picks = None; break
            picks.append(min(c, key=lambda r: r["cost"]))
        if picks is None or sum(p["cost"] for p in picks) > left: break
        for p in picks:
            after[p["theme"]] += 1; left -= p["cost"]; buy.append(p["name"])
    while True:
        c = [r for r in recs if r["name"] not in buy and r["cost"] <= left and after[r["theme"]] == r["start"]]
        if not c: break
        r = min(c, key=lambda r: r["cost"])
        after[r["theme"]] += 1; left -= r["cost"]; buy.append(r["name"])
    return {"weakest": weakest, "buy": sorted(buy), "cost": budget - left, "after": after}
