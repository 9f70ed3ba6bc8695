"""Lists and dicts; score as None where no team counts."""


def survey_profile(answers, least):
    rows = []
    teams = answers["team"].tolist()
    for theme in THEMES:
        values, holes = {}, 0
        for team, value in zip(teams, answers[theme].tolist(), strict=True):
            if value is None or value != value:
                holes += 1
            else:
                values.setdefault(team, []).append(value)
        means = [sum(v) / len(v) for v in values.values() if len(v) >= least]
        score = sum(means) / len(means) if means else None
        rows.append({"theme": theme, "score": score, "teams": len(means), "empty": 100.0 * holes / len(teams)})
    return pd.DataFrame(rows)
