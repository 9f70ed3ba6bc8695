"""Lists the themes in alphabetical order.

fails: check:2.2
says: in the order of THEMES
"""


def survey_profile(answers, least):
    rows = []
    for theme in sorted(THEMES):
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
