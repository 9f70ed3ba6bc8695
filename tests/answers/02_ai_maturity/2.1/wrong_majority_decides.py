"""Lets the majority decide where findings contradict each other.

fails: hidden:2.1
says: there is no vote
"""


def theme_phases(findings, today):
    strangers = set(findings["theme"]) - set(THEMES)
    if strangers:
        raise ValueError(f"not a theme: {strangers}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    counting = findings[(findings["kind"] == "seen") & age.between(0, 365)]
    result = {}
    for theme in THEMES:
        mine = counting[counting["theme"] == theme]
        phase, cited = 1, set()
        for rung, documents in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            if here["holds"].mean() <= 0.5 or here["document"].nunique() < documents:
                break
            phase = rung
            cited |= {f"{document}:{line}" for document, line in zip(here[here["holds"]]["document"], here[here["holds"]]["line"])}
        result[theme] = {"phase": phase, "evidence": sorted(cited)}
    return result
