def poisoned(batch):
    found, runs = set(), {}
    for row in batch.itertuples():
        run = runs.setdefault(row.agency, [])
        if row.default:
            runs[row.agency] = []
        else:
            run.append((row.Index, row.pd))
            if sum(pd for _, pd in run) > 11:
                found |= {place for place, _ in run}
    return sorted(found)
