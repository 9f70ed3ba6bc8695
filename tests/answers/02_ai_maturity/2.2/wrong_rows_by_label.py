"""Looks each row up by its label, so rows with the same label come twice.

fails: hidden:2.2
says: with labels that stand twice
"""

def survey_profile(answers, least):
    """Score, number of teams and share of empty answers for each theme; teams weigh alike."""
    rows = []
    answers = pd.concat([answers.loc[[label]] for label in answers.index])
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
