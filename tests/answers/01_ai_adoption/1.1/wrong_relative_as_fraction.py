"""Gives the relative change as a fraction, beside a share in per cent.

fails: check:1.1
says: relative of 2022
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
            "relative": points / before,
            "per_year": points / years["year"].diff(),
        }
    )
