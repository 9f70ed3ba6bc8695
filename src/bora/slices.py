"""Slices of a portfolio, and what luck makes of them: the audit of lab 08."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, count

LEAST = 50
"""So many people a slice must hold to be looked at."""


def groups(table: pd.DataFrame, columns: Sequence[str]) -> list[pd.Series]:
    """To which slice each row belongs, by each of the columns and by each pair of them."""
    alone = [table[name].astype(str) for name in columns]
    return [one.rename("slice") for one in alone + [a + " + " + b for a, b in combinations(alone, 2)]]


def by_slice(
    default: pd.Series,
    promised: pd.Series,
    by: Sequence[pd.Series],
    z: Callable[[pd.Series, pd.Series], float],
) -> pd.DataFrame:
    """A row a slice of LEAST people or more, the largest `z(default, promised)` first: columns people, z."""
    measures = {"people": count, "z": z}
    frames = [
        MetricFrame(metrics=measures, y_true=default, y_pred=promised, sensitive_features=group).by_group
        for group in by
    ]
    return pd.concat(frames).query("people >= @LEAST").sort_values("z", ascending=False)


def by_luck(promised: pd.Series, by: Sequence[pd.Series], times: int, seed: int = 8) -> pd.DataFrame:
    """z of each slice (columns) where every loan defaults with just the promised probability; a row for each time."""
    pds = promised.to_numpy()
    gaps = (np.random.default_rng(seed).random((times, len(pds))) < pds) - pds
    found = {}
    for group in by:
        for name, inside in group.groupby(group).indices.items():
            if len(inside) >= LEAST:
                found[name] = gaps[:, inside].sum(axis=1) / np.sqrt((pds[inside] * (1 - pds[inside])).sum())
    return pd.DataFrame(found)
