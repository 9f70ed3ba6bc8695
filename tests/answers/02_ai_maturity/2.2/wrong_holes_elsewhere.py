"""Leaves out people with a hole in another column.

fails: hidden:2.2-edges
says: They do not matter
"""


def survey_profile(answers, least):
    rows = []
    answers = answers.dropna(subset=[c for c in answers if c not in THEMES])
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
