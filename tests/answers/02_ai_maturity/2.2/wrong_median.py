"""Takes the median of the means.

fails: hidden:2.2
says: the plain mean of these
"""


def survey_profile(answers, least):
    rows = []
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].median(), len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
