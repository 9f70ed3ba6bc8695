def choose_cutoffs(pds, defaulted, prices, capacity):
    import pandas as pd

    table = pd.DataFrame({"pd": pds, "bad": defaulted})
    right = prices["clerk_right"]
    table["granted"] = np.where(table.bad, -prices["loss"], prices["margin"])
    table["clerk"] = np.where(table.bad, (right - 1) * prices["loss"], right * prices["margin"]) - prices["clerk"]
    table["n"] = 1
    sums = table.groupby("pd")[["granted", "clerk", "n"]].sum()
    best = None
    values = list(sums.index) + [float("inf")]
    values[-1] = 1.5
    for i, low in enumerate(values):
        earned = sums.granted.iloc[:i].sum()
        for j in range(i, len(values)):
            if sums.n.iloc[i:j].sum() <= capacity:
                total = earned + sums.clerk.iloc[i:j].sum()
                if best is None or total > best[0]:
                    best = total, low, values[j]
    return [best[1], best[2]]
