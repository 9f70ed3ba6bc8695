"""Looks at all customers for the kind, also at those that were not hit.

fails: check:6.4
says: x wrong kind
"""


def find_skew(offline, served):
    for name in FEATURES:
        ratio = served[name] / offline[name]
        apart = (ratio - 1).abs() > 0.001
        share = apart.groupby(served["day"]).mean()
        low = share[share < 0.13]
        first = int(low.index[-1]) + 1 if len(low) else 0
        if first > 19:
            continue
        after = served["day"] >= first
        spread = ratio[after].std() / ratio[after].mean()
        same_value = served.loc[after, name].value_counts(normalize=True).iloc[0]
        return name, first, "unit" if spread < 0.01 else "default" if same_value > 0.9 else "stale"
    return None
