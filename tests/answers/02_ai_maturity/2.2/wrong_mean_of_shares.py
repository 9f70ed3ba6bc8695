"""Averages the empty shares of the teams.

fails: check:2.2
says: Of all people
"""


def survey_profile(answers, least):
    rows = []
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), 100 * answers[t].isna().groupby(answers["team"]).mean().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
