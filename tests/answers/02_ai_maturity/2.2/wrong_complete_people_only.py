"""Drops everybody who left a theme empty anywhere.

fails: check:2.2
says: score of Learn
"""


def survey_profile(answers, least):
    rows = []
    everybody, answers = answers, answers.dropna(subset=THEMES)
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * everybody[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
