"""Takes the mean over all people of the teams that count, so that the large team decides.

fails: check:2.2
says: then the mean of these
"""


def survey_profile(answers, least):
    rows = []
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, answers.loc[answers["team"].isin(enough.index), theme].mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
