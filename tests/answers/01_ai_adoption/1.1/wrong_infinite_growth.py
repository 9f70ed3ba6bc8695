"""Lets the growth from a share of 0 be infinite.

fails: hidden:1.1
says: should be missing where the share in the surveyed year before is 0
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
    )
