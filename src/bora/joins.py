"""Lab 06: a join that looks into the future, and the release of a model that was trained on a join."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bora import money

INPUTS = ["burden", "arrears"]


def newest(asked: pd.DataFrame, reports: pd.DataFrame) -> np.ndarray:
    """The value of each customer's newest report by `event_time`, whenever it was; 0 where there is none."""
    latest = reports.sort_values("event_time").groupby("customer_id")["value"].last()
    return asked["customer_id"].map(latest).fillna(0).to_numpy()


def release(
    join: Callable[[pd.DataFrame, pd.DataFrame], np.ndarray],
    past: pd.DataFrame,
    reports: pd.DataFrame,
    future: pd.DataFrame,
    served: np.ndarray,
) -> dict[str, float]:
    """A model trained on one join: its AUC offline and served, the per cent it grants, EUR per 1,000 requests.

    join: (requests, reports) -> arrears of each request. It is fitted on January to September 2024 of `past`, judged
    offline on the rest, and then meets `future`, where it gets `served`: what is known at that moment.
    """
    table = past[["burden", "at", "default"]].assign(arrears=join(past, reports))
    fitted_on, held_out = table[table["at"] < "2024-10-01"], table[table["at"] >= "2024-10-01"]
    model = LogisticRegression().fit(fitted_on[INPUTS], fitted_on["default"])
    offline = model.predict_proba(held_out[INPUTS])[:, 1]
    live = model.predict_proba(future[["burden"]].assign(arrears=served))[:, 1]
    granted = live < money.BREAK_EVEN
    return {
        "AUC offline": float(roc_auc_score(held_out["default"], offline)),
        "AUC served": float(roc_auc_score(future["default"], live)),
        "granted": float(100 * granted.mean()),
        "EUR per 1,000": float(money.eur_per_1000(future["amount"], future["default"], granted)),
    }
