"""No pandas arithmetic: counts in a dict, rows as lists."""


def growth_table(waves):
    counts = {}
    for year, yes, asked in zip(waves["year"].tolist(), waves["yes"].tolist(), waves["asked"].tolist(), strict=True):
        old_yes, old_asked = counts.get(year, (0, 0))
        counts[year] = (old_yes + yes, old_asked + asked)
    rows, before = [], None
    for year in sorted(counts):
        yes, asked = counts[year]
        percent = yes / asked * 100
        if before is None:
            rows.append([year, percent, None, None, None])
        else:
            points = percent - before[1]
            relative = points / before[1] * 100 if before[1] else None
            rows.append([year, percent, points, relative, points / (year - before[0])])
        before = (year, percent)
    return pd.DataFrame(rows, columns=["year", "percent", "points", "relative", "per_year"])
