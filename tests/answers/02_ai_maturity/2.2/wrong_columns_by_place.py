"""Takes all columns after the first for themes.

fails: hidden:2.2
says: 6 are expected
"""


def survey_profile(answers, least):
    rows = []
    for t in answers.columns[1:]:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
