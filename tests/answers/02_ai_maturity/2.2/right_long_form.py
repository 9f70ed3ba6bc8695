"""Melts the table, drops the holes, groups twice."""


def survey_profile(answers, least):
    long = answers.melt(id_vars="team", value_vars=THEMES, var_name="theme", value_name="phase")
    given = long.dropna(subset="phase").groupby(["theme", "team"])["phase"].agg(["size", "mean"])
    counting = given[given["size"] >= least]["mean"].groupby("theme")
    out = pd.DataFrame({"theme": THEMES}, index=[f"row of {theme}" for theme in THEMES])
    out["score"] = [counting.mean().get(theme, np.nan) for theme in THEMES]
    out["teams"] = [int(counting.size().get(theme, 0)) for theme in THEMES]
    out["empty"] = [100 - 100 * answers[theme].count() / len(answers) for theme in THEMES]
    return out
