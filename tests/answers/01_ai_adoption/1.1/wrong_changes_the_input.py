"""Sorts the caller's frame in place.

fails: hidden:1.1
says: changed the frame
"""


def growth_table(waves):
    waves.sort_values("year", inplace=True)
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    relative = 100 * points / before.where(before != 0)
    made = {"year": years["year"], "percent": percent, "points": points, "relative": relative}
    return pd.DataFrame({**made, "per_year": points / years["year"].diff()})
