"""Takes means of all columns, also of those that hold text.

fails: hidden:2.2-edges
says: They do not matter
"""


def survey_profile(answers, least):
    m = answers.groupby("team").mean()
    c = answers.groupby("team").count()
    rows = [(t, m[t].where(c[t] >= least).mean(), int((c[t] >= least).sum()), 100 * answers[t].isna().mean()) for t in THEMES]
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
