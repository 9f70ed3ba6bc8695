"""Takes a few late days at the end for a skew.

fails: check:6.4
says: x false alarm
"""


def find_skew(offline, served):
    for name in FEATURES:
        ratio = served[name] / offline[name]
        apart = (ratio - 1).abs() > 0.001
        share = apart.groupby(served["day"]).mean()
        first = int(share[share < 0.13].index[-1]) + 1
        if first > 24:
            continue
        rows = apart & (served["day"] >= first)
        same_ratio = ((ratio[rows] / ratio[rows].median() - 1).abs() < 0.001).mean()
        same_value = served.loc[rows, name].value_counts(normalize=True).iloc[0]
        return name, first, "unit" if same_ratio > 0.6 else "default" if same_value > 0.6 else "stale"
    return None
