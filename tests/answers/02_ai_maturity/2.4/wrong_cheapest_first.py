"""Buys the cheapest usable step again and again.

fails: check:2.4
says: The lowest phase comes first
"""


def next_steps(phases, steps, budget):
    after, bought, left = dict(phases), [], budget
    while True:
        usable = [
            offer
            for offer in steps.to_dict("records")
            if after[offer["theme"]] == offer["start"] and offer["cost"] <= left
        ]
        if not usable:
            break
        offer = min(usable, key=lambda offer: offer["cost"])
        after[offer["theme"]] += 1
        bought.append(offer["name"])
        left -= offer["cost"]
    weakest = [theme for theme in THEMES if phases[theme] == min(phases.values())]
    return {"weakest": weakest, "buy": sorted(bought), "cost": budget - left, "after": after}
