"""numpy datetimes, phase as a numpy int, evidence as a tuple from np.unique."""


def theme_phases(findings, today):
    for theme in findings["theme"]:
        if theme not in THEMES:
            raise ValueError(f"{theme} is no theme")
    ages = np.datetime64(today) - np.array(findings["date"].tolist(), dtype="datetime64[D]")
    counts = (findings["kind"].to_numpy() == "seen") & (ages >= np.timedelta64(0, "D")) & (ages <= np.timedelta64(365, "D"))
    cite = np.array([f"{d}:{n}" for d, n in zip(findings["document"], findings["line"])], dtype=object)
    holds = findings["holds"].to_numpy().astype(bool)

    def climb(theme):
        phase, cited = np.int64(1), []
        for rung in (2, 3):
            here = counts & (findings["theme"].to_numpy() == theme) & (findings["phase"].to_numpy() == rung)
            documents = set(findings["document"].to_numpy()[here])
            if (here & ~holds).any() or len(documents) < rung - 1:
                return {"phase": phase, "evidence": tuple(sorted(set(cited)))}
            phase, cited = phase + 1, cited + list(cite[here])
        return {"phase": phase, "evidence": tuple(sorted(set(cited)))}

    return {theme: climb(theme) for theme in THEMES}
