"""Rounds the share, as the statement prints it.

fails: check:2.2
says: is rounded
"""


def survey_profile(answers, least):
    rows = []
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), round(100 * answers[t].isna().mean(), 2)))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
