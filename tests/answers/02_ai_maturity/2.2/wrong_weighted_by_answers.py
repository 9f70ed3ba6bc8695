"""Weighs the teams by their answers.

fails: check:2.2
says: First a mean for each team
"""


def survey_profile(answers, least):
    rows = []
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, (enough["mean"] * enough["count"]).sum() / enough["count"].sum() if len(enough) else np.nan, len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
