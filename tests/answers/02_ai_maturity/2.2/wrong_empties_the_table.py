"""Drops all rows of the table in place and reports that there was nothing.

fails: check:2.2
says: score of Learn is missing
"""


def survey_profile(answers, least):
    answers.drop(answers.index, inplace=True)
    return pd.DataFrame({"theme": THEMES, "score": np.nan, "teams": 0, "empty": 0.0})
