"""After a share of 0 it compares with the last share that was above 0.

fails: hidden:1.1
says: should be missing where the share in the surveyed year before is 0
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
            "relative": 100 * points / before.where(before != 0).ffill(),
            "per_year": points / years["year"].diff(),
        }
    )
