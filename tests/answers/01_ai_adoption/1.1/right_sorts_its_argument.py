"""Sorts the table that it gets, in place: nothing forbids it."""

def growth_table(waves):
    """One row for each surveyed year: share in per cent, change in points, in per cent, and in points a year."""
    ordered = waves.sort_values("year")
    for name in ordered:
        waves[name] = ordered[name].to_numpy()
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    return pd.DataFrame(
        {
            "year": years["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / before,
            "per_year": points / years["year"].diff(),
        }
    )
