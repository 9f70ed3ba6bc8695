"""Finds wrong units, and nothing else.

fails: check:6.4
says: x missed
"""


def find_skew(offline, served):
    for name in FEATURES:
        ratio = served[name] / offline[name]
        odd = ((ratio - 1).abs() > 0.05) & ((ratio / ratio[(ratio - 1).abs() > 0.05].median() - 1).abs() < 0.001)
        share = odd.groupby(served["day"]).mean()
        if (share > 0.3).sum() >= 6:
            return name, int(share[share > 0.3].index[0]), "unit"
    return None
