"""Takes every step for one year, also over years without a survey.

fails: check:1.1-waves
says: How many years lie from one survey to the next?
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
            "per_year": points,
        }
    )
