"""Branches on one theme's next step after the other, depth first; after in another order of keys."""


def next_steps(phases, steps, budget):
    offers = list(zip(steps["name"], steps["theme"], steps["start"], steps["cost"]))
    best = []

    def visit(themes, after, names, spent):
        if not themes:
            best.append((min(after.values()), sum(after.values()), -spent, sorted(names), after))
            return
        theme, rest = themes[0], themes[1:]
        visit(rest, after, names, spent)
        for name, its, start, cost in offers:
            if its == theme and start == after[theme] and spent + cost <= budget:
                visit(themes, {**after, theme: after[theme] + 1}, [*names, name], spent + cost)

    visit(sorted(THEMES), {theme: int(phases[theme]) for theme in sorted(THEMES)}, [], 0)
    top = max(best, key=lambda found: found[:3])
    lowest = min(phases[theme] for theme in THEMES)
    return {
        "after": top[4],
        "cost": int(-top[2]),
        "buy": tuple(top[3]),
        "weakest": [theme for theme in THEMES if phases[theme] == lowest],
    }
