"""Takes rounding for a difference.

fails: check:6.4
says: x false alarm
"""


def find_skew(offline, served):
    for name in FEATURES:
        apart = served[name] != offline[name]
        share = apart.groupby(served["day"]).mean()
        if share.iloc[-6:].min() > 0.13:
            first = int(share[share > 0.13].index[0])
            return name, first, "stale"
    return None
