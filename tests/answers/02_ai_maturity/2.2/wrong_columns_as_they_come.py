"""Takes the columns of the table for the themes, in the order in which they stand.

fails: hidden:2.2
says: 6 are expected
"""


def survey_profile(answers, least):
    rows = []
    for theme in answers.columns.drop("team"):
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
