"""Lets the years become floats on the way.

fails: check:1.1
says: its years should be of type int
"""


def growth_table(waves):
    counts = waves.groupby("year")[["yes", "asked"]].sum().reset_index()
    percent = 100 * counts["yes"] / counts["asked"]
    before = percent.shift()
    points = percent.diff()
    return pd.DataFrame(
        {
            "year": counts["year"].astype(float),
            "percent": percent,
            "points": points,
            "relative": 100 * points / before,
            "per_year": points / counts["year"].diff(),
        }
    )
