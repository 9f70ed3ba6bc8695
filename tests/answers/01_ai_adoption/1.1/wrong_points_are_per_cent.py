"""Takes percentage points and per cent for the same thing.

fails: check:1.1
says: It is the difference of two shares
"""


def growth_table(waves):
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    return pd.DataFrame(
        {
            "year": years["year"],
            "percent": percent,
            "points": 100 * points / before,
            "relative": 100 * points / before,
            "per_year": points / years["year"].diff(),
        }
    )
