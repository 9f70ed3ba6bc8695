"""Takes the missing relative change as 0 where the share before was 0 (nothing to compare: no growth).

fails: hidden:1.1
says: should be missing where the share in the surveyed year before is 0
"""


def growth_table(waves):
    counts = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * counts["yes"] / counts["asked"]
    points = percent.diff()
    relative = (100 * points / percent.shift()).replace([np.inf, -np.inf], 0).fillna(0)
    relative.iloc[0] = np.nan
    return pd.DataFrame(
        {
            "year": counts["year"],
            "percent": percent,
            "points": points,
            "relative": relative,
            "per_year": points / counts["year"].diff(),
        }
    )
