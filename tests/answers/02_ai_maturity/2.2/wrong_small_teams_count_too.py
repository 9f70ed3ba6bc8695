"""Ignores the least number of answers.

fails: check:2.2
says: A team needs two answers
"""


def survey_profile(answers, least):
    rows = []
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team["mean"].dropna()
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
