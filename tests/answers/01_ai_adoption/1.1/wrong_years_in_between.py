"""Reads 'years in between' literally for gaps: 2021 to 2023 has one year in between.

fails: check:1.1-waves
says: How many years lie from one survey to the next?
"""


def growth_table(waves):
    counts = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * counts["yes"] / counts["asked"]
    points = percent.diff()
    between = (counts["year"].diff() - 1).clip(lower=1)
    before = percent.shift()
    return pd.DataFrame(
        {
            "year": counts["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / before,
            "per_year": points / between,
        }
    )
