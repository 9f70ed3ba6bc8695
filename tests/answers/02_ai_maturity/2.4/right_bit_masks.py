"""Goes through all subsets as bit masks and checks that the starts of each theme form a run."""


def next_steps(phases, steps, budget):
    table = steps.reset_index(drop=True)
    found = []
    for mask in range(2 ** len(table)):
        part = [table.loc[i] for i in range(len(table)) if mask >> i & 1]
        cost = sum(int(row["cost"]) for row in part)
        if cost > budget:
            continue
        after, fine = {}, True
        for theme in THEMES:
            starts = sorted(int(row["start"]) for row in part if row["theme"] == theme)
            fine &= starts == list(range(phases[theme], phases[theme] + len(starts)))
            after[theme] = phases[theme] + len(starts)
        if fine:
            found.append((min(after.values()), sum(after.values()), -cost, sorted(row["name"] for row in part), after))
    found.sort(key=lambda plan: plan[:3])
    _, _, minus, names, after = found[-1]
    weakest = [theme for theme in THEMES if phases[theme] == min(phases.values())]
    return dict(weakest=weakest, buy=names, cost=-minus, after=after)
