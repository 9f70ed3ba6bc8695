"""Takes people with equal answers for one person.

fails: check:2.2
says: all people are asked
"""


def survey_profile(answers, least):
    rows = []
    answers = answers.drop_duplicates()
    for t in THEMES:
        by = answers.groupby("team")[t].agg(["count", "mean"])
        enough = by[by["count"] >= least]
        rows.append((t, enough["mean"].mean(), len(enough), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
