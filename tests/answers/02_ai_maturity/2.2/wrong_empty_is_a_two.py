"""Fills the holes with the middle.

fails: check:2.2
says: First a mean
"""


def survey_profile(answers, least):
    rows = []
    for theme in THEMES:
        by_team = answers.assign(**{theme: answers[theme].fillna(2)}).groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
