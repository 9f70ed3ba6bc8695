"""No pandas beyond reading the rows: dates as datetime.date, sets of tuples."""


from datetime import date


def theme_phases(findings, today):
    day = date.fromisoformat(today)
    speaks = {(theme, phase): [] for theme in THEMES for phase in (2, 3)}
    against = set()
    for row in findings.to_dict("records"):
        if row["theme"] not in THEMES:
            raise ValueError(row["theme"])
        days = (day - date.fromisoformat(row["date"])).days
        if row["kind"] != "seen" or days < 0 or days > 365:
            continue
        if row["holds"]:
            speaks[row["theme"], row["phase"]].append((row["document"], row["line"]))
        else:
            against.add((row["theme"], row["phase"]))
    made = {}
    for theme in THEMES:
        two, three = speaks[theme, 2], speaks[theme, 3]
        phase = 1
        if two and (theme, 2) not in against:
            phase = 2
            if len({document for document, _ in three}) >= 2 and (theme, 3) not in against:
                phase = 3
        cited = (two if phase > 1 else []) + (three if phase == 3 else [])
        made[theme] = {"evidence": sorted({f"{document}:{line}" for document, line in cited}), "phase": phase}
    return made
