"""numpy throughout, weighted mean of the waves' shares (the same thing as pooled counts), an odd row index."""


def growth_table(waves):
    years = np.unique(waves["year"].to_numpy())
    share = np.array(
        [
            np.average(part["yes"] / part["asked"], weights=part["asked"])
            for part in (waves[waves["year"] == year] for year in years)
        ]
    )
    points = np.full(len(years), np.nan)
    relative, per_year = points.copy(), points.copy()
    points[1:] = 100 * np.diff(share)
    usable = share[:-1] > 0
    relative[1:][usable] = 100 * (share[1:][usable] / share[:-1][usable] - 1)
    per_year[1:] = points[1:] / np.diff(years)
    made = {"year": years, "percent": 100 * share, "points": points, "relative": relative, "per_year": per_year}
    return pd.DataFrame(made, index=[f"row {year}" for year in years])
