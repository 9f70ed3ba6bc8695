"""Adds up the waves of a year by labels of the index.

fails: hidden:1.1
says: with labels of rows that stand twice
"""

def growth_table(waves):
    counts = {}
    for label in waves.index:
        row = waves.loc[[label]].iloc[0]
        yes, asked = counts.get(row["year"], (0, 0))
        counts[row["year"]] = yes + row["yes"], asked + row["asked"]
    years = sorted(counts)
    percent = pd.Series([100 * counts[year][0] / counts[year][1] for year in years])
    points = percent.diff()
    return pd.DataFrame(
        {
            "year": [int(year) for year in years],
            "percent": percent,
            "points": points,
            "relative": 100 * points / percent.shift().replace(0, np.nan),
            "per_year": points / pd.Series(years).diff(),
        }
    )
