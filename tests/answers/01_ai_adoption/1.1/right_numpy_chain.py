def growth_table(waves):
    years, which = np.unique(waves["year"].to_numpy(), return_inverse=True)
    which = which.ravel()
    share = 100 * np.bincount(which, weights=waves["yes"]) / np.bincount(which, weights=waves["asked"])
    first = np.full(1, np.nan)
    points = np.concatenate([first, np.diff(share)])
    gaps = np.concatenate([first, np.diff(years)])
    base = np.concatenate([first, share[:-1]])
    return pd.DataFrame(
        dict(
            zip(
                ["year", "percent", "points", "relative", "per_year"],
                [years, share, points, 100 * points / base, points / gaps],
            )
        )
    )
