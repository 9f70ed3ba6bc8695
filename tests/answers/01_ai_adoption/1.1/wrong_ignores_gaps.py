"""Takes every step for one year, also over years without a survey.

fails: hidden:1.1
says: time that passed
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
            "relative": 100 * points / before.where(before != 0),
            "per_year": points,
        }
    )
