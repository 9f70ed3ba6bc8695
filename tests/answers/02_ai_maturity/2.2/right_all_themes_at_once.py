"""No loop over themes: tables of counts and means, masked."""


def survey_profile(answers, least):
    groups = answers.groupby("team")[THEMES]
    counts, means = groups.count(), groups.mean()
    enough = counts.ge(least)
    result = pd.DataFrame(
        {
            "score": means.where(enough).mean(),
            "teams": enough.sum().astype(int),
            "empty": answers[THEMES].isna().mean().mul(100),
        }
    )
    return result.rename_axis("theme").reset_index()
