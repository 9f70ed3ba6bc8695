"""Drops all offers in place, clears the phases and buys nothing.

fails: check:2.4
says: buy with 115
"""


def next_steps(phases, steps, budget):
    weakest = [theme for theme in THEMES if phases[theme] == min(phases.values())]
    steps.drop(steps.index, inplace=True)
    phases.clear()
    return {"weakest": weakest, "buy": [], "cost": 0, "after": {}}
