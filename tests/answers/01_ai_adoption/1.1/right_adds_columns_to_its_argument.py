"""Works in the table that it gets, with columns of its own."""

def growth_table(waves):
    waves["all"] = waves.groupby("year")["asked"].transform("sum")
    waves["percent"] = 100 * waves.groupby("year")["yes"].transform("sum") / waves["all"]
    made = waves.drop_duplicates("year").sort_values("year")[["year", "percent"]].reset_index(drop=True)
    made["points"] = made["percent"].diff()
    made["relative"] = 100 * made["points"] / made["percent"].shift().replace(0, np.nan)
    made["per_year"] = made["points"] / made["year"].diff()
    return made
