"""Gives a score of 0 where no team counts.

fails: check:2.2
says: should be missing
"""


def survey_profile(answers, least):
    rows = []
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean() if len(enough) else 0.0, len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
