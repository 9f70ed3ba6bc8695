"""Takes the labels of the index for 0, 1, 2, ...

fails: hidden:2.2
says: your code raises KeyError
"""

def survey_profile(answers, least):
    """Score, number of teams and share of empty answers for each theme; teams weigh alike."""
    rows = []
    answers = pd.DataFrame([answers.loc[place] for place in range(len(answers))])
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
