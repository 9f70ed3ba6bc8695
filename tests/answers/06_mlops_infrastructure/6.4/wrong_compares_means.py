"""Compares the daily means of both tables.

fails: check:6.4
says: at most 12 is asked for
"""


def find_skew(offline, served):
    for name in FEATURES:
        both = served.groupby("day")[name].mean() / offline.groupby("day")[name].mean()
        far = both[(both - 1).abs() > 0.05]
        if len(far) >= 6:
            kind = "unit" if not 0.5 < both.iloc[-1] < 2 else "default" if abs(both.iloc[-1] - 1) > 0.2 else "stale"
            return name, int(far.index[0]), kind
    return None
