"""Calls a change from 0 to 0 a growth of 0 per cent, where nobody can say.

fails: hidden:1.1
says: relative should be missing where
"""


def growth_table(waves):
    counts = waves.groupby("year")[["yes", "asked"]].sum().reset_index()
    percent = 100 * counts["yes"] / counts["asked"]
    points = percent.diff()
    relative = (100 * points / percent.shift()).replace([np.inf, -np.inf], np.nan)
    relative[points == 0] = 0.0
    return pd.DataFrame(
        {
            "year": counts["year"],
            "percent": percent,
            "points": points,
            "relative": relative,
            "per_year": points / counts["year"].diff(),
        }
    )
