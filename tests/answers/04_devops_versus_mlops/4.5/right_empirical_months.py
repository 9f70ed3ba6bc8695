"""Takes the spread from the twelve past months instead of a formula."""

def cheats_at(month, past, cut):

    def share(values):
        values = np.asarray(values)
        above = np.count_nonzero((cut <= values) & (values < 1.125 * cut))
        below = np.count_nonzero((0.3 * cut <= values) & (values < cut))
        return above / max(above + below, 1)

    honest = np.array([share(one) for one in past])
    return bool(share(month) > honest.mean() + 3.2 * honest.std(ddof=1) * np.sqrt(1 + 1 / len(past)))
