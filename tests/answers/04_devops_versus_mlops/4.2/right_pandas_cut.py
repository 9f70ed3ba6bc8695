"""pandas.cut and value_counts, the missing ones counted by dropna=False."""

import numpy as np
import pandas as pd
from scipy.stats import chi2


def drift_alarm(reference, current, bins=10, level=0.01):
    old, new = pd.Series(reference, dtype=float), pd.Series(current, dtype=float)
    if old.empty or new.empty:
        raise ValueError("a column has no rows")
    edges = sorted({*old.quantile([k / bins for k in range(1, bins)])})
    edges = [-np.inf, *edges, np.inf]
    table = pd.DataFrame(
        {
            name: pd.cut(side, edges, right=False, labels=False).fillna(-1).value_counts()
            for name, side in (("old", old), ("new", new))
        }
    ).fillna(0)
    shares = (table + 0.5) / (table + 0.5).sum()
    psi = ((shares["new"] - shares["old"]) * np.log(shares["new"] / shares["old"])).sum()
    freedom = len(table) - 1
    limit = (1 / len(old) + 1 / len(new)) * chi2(freedom).ppf(1 - level) if freedom else 0
    return {"psi": psi, "limit": limit, "bins": len(table), "alarm": psi > limit}
