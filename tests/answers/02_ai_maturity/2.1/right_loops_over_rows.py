def theme_phases(lines):
    votes = {(theme, phase): 0 for theme in THEMES for phase in (2, 3)}
    for line in lines.to_dict("records"):
        if line["source"] in ("log", "invoice", "signed stop") and 14 < line["age"] <= 365:
            votes[line["theme"], line["phase"]] += 1 if line["holds"] else -1
    result = {}
    for theme in THEMES:
        if votes[theme, 2] <= 0:
            result[theme] = 1
        else:
            result[theme] = 3 if votes[theme, 3] > 0 else 2
    return result
