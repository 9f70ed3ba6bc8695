"""Averages the percentages of a year's waves, so that a small wave weighs as much as a large one.

fails: check:1.1-waves
says: whichever wave they were in
"""


def growth_table(waves):
    shares = waves.assign(percent=100 * waves["yes"] / waves["asked"])
    table = shares.groupby("year", as_index=False)["percent"].mean()
    table["points"] = table["percent"].diff()
    before = table["percent"].shift()
    table["relative"] = 100 * table["points"] / before
    table["per_year"] = table["points"] / table["year"].diff()
    return table
