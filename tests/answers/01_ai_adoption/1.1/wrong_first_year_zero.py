"""Says that nothing changed in the first year, where nobody knows.

fails: check:1.1
says: of the first year should be missing
"""


def growth_table(waves):
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
    ).fillna(0)
