"""Drops empty answers by their labels, and full ones that share a label with them.

fails: hidden:2.2
says: with labels that stand twice
"""

def survey_profile(answers, least):
    """Score, number of teams and share of empty answers for each theme; teams weigh alike."""
    rows = []
    for theme in THEMES:
        by_team = answers.drop(answers.index[answers[theme].isna()]).groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
