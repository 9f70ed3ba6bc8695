"""Takes a fall to 0 for a change that nobody can express in per cent.

fails: hidden:1.1
says: a fall to 0 is a change like any other
"""

def growth_table(waves):
    """One row for each surveyed year: share in per cent, change in points, in per cent, and in points a year."""
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    return pd.DataFrame(
        {
            "year": years["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / before.where((before != 0) & (percent != 0)),
            "per_year": points / years["year"].diff(),
        }
    )
