"""Trusts the order of the rows, so changes are taken against whatever stands above.

fails: check:1.1-waves
says: One row for each year, sorted
"""


def growth_table(waves):
    years = waves.groupby("year", as_index=False, sort=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    relative = 100 * points / before
    made = {"year": years["year"], "percent": percent, "points": points, "relative": relative}
    return pd.DataFrame({**made, "per_year": points / years["year"].diff()})
