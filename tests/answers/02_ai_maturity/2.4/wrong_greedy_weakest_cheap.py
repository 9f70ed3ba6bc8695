"""Buys greedily: the lowest theme first, among those the cheapest step, without looking at what the money could do otherwise.

fails: check:2.4
says: then the sum decides
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
        offer = min(usable, key=lambda offer: (after[offer["theme"]], offer["cost"]))
        after[offer["theme"]] += 1
        bought.append(offer["name"])
        left -= offer["cost"]
    weakest = [theme for theme in THEMES if phases[theme] == min(phases.values())]
    return {"weakest": weakest, "buy": sorted(bought), "cost": budget - left, "after": after}
