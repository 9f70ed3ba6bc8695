"""Counts the people of a team, not those who answered.

fails: check:2.2
says: People count for a theme only if they answered
"""


def survey_profile(answers, least):
    rows = []
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["size", "mean"])
        enough = by_team.loc[by_team["size"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
