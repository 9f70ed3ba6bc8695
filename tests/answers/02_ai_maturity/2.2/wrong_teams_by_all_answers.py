"""Lets a team count by its answers to all themes together.

fails: check:2.2
says: teams of Lead
"""


def survey_profile(answers, least):
    ok = answers.groupby("team")[THEMES].count().sum(axis=1) >= least
    keep = ok.index[ok]
    rows = []
    for t in THEMES:
        m = answers[answers["team"].isin(keep)].groupby("team")[t].mean()
        rows.append((t, m.mean(), int(m.notna().sum()), 100 * answers[t].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
