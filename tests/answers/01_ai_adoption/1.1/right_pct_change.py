"""pandas' own pct_change; year kept as a column at the end."""


def growth_table(waves):
    totals = waves.sort_values("year").groupby("year").agg({"yes": "sum", "asked": "sum"})
    out = pd.DataFrame({"percent": totals["yes"].div(totals["asked"]).mul(100)})
    out["points"] = out["percent"] - out["percent"].shift(1)
    out["relative"] = 100 * out["percent"].pct_change()
    out["per_year"] = out["points"] / np.diff(out.index, prepend=np.nan)
    return out.reset_index()
