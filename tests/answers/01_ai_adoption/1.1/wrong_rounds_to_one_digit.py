"""Rounds the table, as one would for a slide.

fails: check:1.1
says: not rounded
"""


def growth_table(waves):
    counts = waves.groupby("year")[["yes", "asked"]].sum().reset_index()
    percent = 100 * counts["yes"] / counts["asked"]
    before = percent.shift()
    points = percent.diff()
    table = pd.DataFrame(
        {
            "year": counts["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / before,
            "per_year": points / counts["year"].diff(),
        }
    )
    return table.round(1)
