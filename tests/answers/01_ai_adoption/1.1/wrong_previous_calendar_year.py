"""Compares with the calendar year before, so after a gap everything is missing.

fails: check:1.1-waves
says: points of 2023 is missing
"""


def growth_table(waves):
    years = waves.groupby("year")[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    before = pd.Series([percent.get(year - 1, np.nan) for year in percent.index], index=percent.index)
    points = percent - before
    made = {"percent": percent, "points": points, "relative": 100 * points / before}
    return pd.DataFrame({**made, "per_year": points}).reset_index()
