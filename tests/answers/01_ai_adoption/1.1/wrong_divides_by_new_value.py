"""Takes the relative change of the new share instead of the old one.

fails: check:1.1
says: Per cent of which share
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
            "relative": 100 * points / percent,
            "per_year": points / years["year"].diff(),
        }
    )
