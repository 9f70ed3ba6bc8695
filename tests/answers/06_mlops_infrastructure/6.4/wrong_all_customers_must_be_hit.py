"""A skew has to hit nearly all customers.

fails: check:6.4
says: x missed
"""


def find_skew(offline, served):
    for name in FEATURES:
        ratio = served[name] / offline[name]
        apart = (ratio - 1).abs() > 0.001
        share = apart.groupby(served["day"]).mean()
        low = share[share < 0.8]
        first = int(low.index[-1]) + 1 if len(low) else 0
        if first <= 19:
            rows = apart & (served["day"] >= first)
            same_value = served.loc[rows, name].value_counts(normalize=True).iloc[0]
            return name, first, "default" if same_value > 0.6 else "unit"
    return None
