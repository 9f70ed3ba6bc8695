"""Loses the sign: a fall is a rise.

fails: check:1.1
says: below 0 where the share fell
"""


def growth_table(waves):
    counts = waves.groupby("year")[["yes", "asked"]].sum().reset_index()
    percent = 100 * counts["yes"] / counts["asked"]
    points = percent.diff().abs()
    relative = 100 * points / percent.shift()
    per_year = points / counts["year"].diff()
    return pd.DataFrame(
        {"year": counts["year"], "percent": percent, "points": points, "relative": relative, "per_year": per_year}
    )
