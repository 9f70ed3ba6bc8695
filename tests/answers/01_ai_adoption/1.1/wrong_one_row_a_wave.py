"""Keeps one row for each wave instead of one for each year.

fails: check:1.1-waves
says: 2 are expected
"""


def growth_table(waves):
    table = waves.sort_values("year", ignore_index=True)
    table["percent"] = 100 * table["yes"] / table["asked"]
    table["points"] = table["percent"].diff()
    before = table["percent"].shift()
    table["relative"] = 100 * table["points"] / before
    table["per_year"] = table["points"] / table["year"].diff()
    return table.drop(columns=["yes", "asked"])
