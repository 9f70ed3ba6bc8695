"""Lists the chains of each theme and combines them with product."""


def next_steps(phases, steps, budget):
    rows = steps.to_dict("records")
    chains = []
    for theme in THEMES:
        ways = [(0, (), phases[theme])]
        for lower in (1, 2):
            ways += [
                (cost + row["cost"], (*names, row["name"]), lower + 1)
                for cost, names, at in list(ways)
                if at == lower
                for row in rows
                if row["theme"] == theme and row["start"] == lower
            ]
        chains.append(ways)
    plans = [plan for plan in product(*chains) if sum(cost for cost, _, _ in plan) <= budget]
    plan = min(plans, key=lambda p: (-min(at for _, _, at in p), -sum(at for _, _, at in p), sum(c for c, _, _ in p)))
    return {
        "weakest": [theme for theme in THEMES if phases[theme] == min(phases.values())],
        "buy": sorted(name for _, names, _ in plan for name in names),
        "cost": sum(cost for cost, _, _ in plan),
        "after": {theme: at for theme, (_, _, at) in zip(THEMES, plan)},
    }
