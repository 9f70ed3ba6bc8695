from collections import OrderedDict


def theme_phases(lines):
    """Asks for a little more before it believes in phase 3, since too high is dearer."""
    counts = lines.query("source in ['log', 'invoice', 'signed stop'] and 14 < age < 366")
    table = pd.crosstab([counts["theme"], counts["phase"]], counts["holds"])
    table = table.reindex(columns=[False, True], fill_value=0)
    result = OrderedDict()
    for theme in THEMES:
        lead = [0, 0]
        for place, phase in enumerate((2, 3)):
            if (theme, phase) in table.index:
                against, speaks = table.loc[(theme, phase)]
                lead[place] = speaks - against
        result[theme] = 1 + int(lead[0] >= 1) + int(lead[0] >= 1 and lead[1] >= 2)
    return result
