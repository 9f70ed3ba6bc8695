"""Builds the rows from pairs of neighbouring years, and forgets that a lone year has none.

fails: hidden:1.1
says: one wave has
"""


def growth_table(waves):
    total = waves.groupby("year")[["yes", "asked"]].sum()
    share = (100 * total["yes"] / total["asked"]).to_dict()
    years = list(share)
    rows = []
    for before, year in zip(years[:-1], years[1:], strict=True):
        if not rows:
            rows.append({"year": before, "percent": share[before]})
        points = share[year] - share[before]
        relative = 100 * points / share[before]
        per_year = points / (year - before)
        rows.append(
            {"year": year, "percent": share[year], "points": points, "relative": relative, "per_year": per_year}
        )
    return pd.DataFrame(rows, columns=["year", "percent", "points", "relative", "per_year"])
