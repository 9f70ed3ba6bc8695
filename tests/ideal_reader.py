"""The best that can be read from some of the inboxes: Bayes' rule over all that `bora.inboxes.draw` may have drawn.

It is not part of bora, since an exercise asks for a reader. (Delays are taken as independent of each other, which they
are nearly.) `python tests/ideal_reader.py` writes data/inboxes/readings.csv.
"""

from collections.abc import Collection, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bora import inboxes
from bora.inboxes import CAUSES, DS, MONTHS, MOVES, ONSETS, OWNS, ROLES, TABLES

Inboxes = Mapping[str, Mapping[str, Any]]
SEEDS = range(240)
"""The cases of data/inboxes/readings.csv: 30 of each cause."""


def evidence(role: str, inbox: Mapping[str, Any]) -> np.ndarray:
    """Log likelihood of one inbox, shape (causes, onsets, ways)."""
    column = TABLES[role]
    dated = {note["about"]: note["month"] for note in inbox["notes"]}
    seen = np.array([row[column.name] for row in inbox["table"]])
    moved = {way: _series(seen, column, way) for way in (-1, 1)}
    found = np.zeros((len(CAUSES), len(ONSETS), 2))
    for one, cause in enumerate(CAUSES):
        for two, onset in enumerate(ONSETS):
            found[one, two] = _notes(role, dated, cause, onset)
            for three, way in enumerate((-1, 1)):
                direction = MOVES[cause].get(role, 0) or way
                found[one, two, three] += _table(role, moved[direction], cause, MONTHS.index(onset))
    return found


def _notes(role: str, dated: Mapping[str, str], cause: str, onset: str) -> float:
    total = 0.0
    for name in (name for name in CAUSES if OWNS[name] == role):
        here = dated[inboxes.ABOUT[name]] == onset
        if name == cause:
            total += 0.0 if here else -np.inf
        else:
            total += np.log(inboxes.BUSY if here else (1 - inboxes.BUSY) / (len(MONTHS) - 1))
    return total


def _series(seen: np.ndarray, column: inboxes.Column, way: int) -> np.ndarray:
    """Log density of a table that moves from month 0, 1, ... on; the last entry: not at all; shape (months + 1,)."""
    steps = np.arange(len(MONTHS)) >= np.arange(len(MONTHS) + 1)[:, None]
    expected = column.level + way * column.step * steps
    return -0.5 * (((seen - expected) / column.noise) ** 2).sum(axis=1)


def _table(role: str, moved: np.ndarray, cause: str, onset: int) -> float:
    if role not in MOVES[cause]:
        return float(moved[-1])
    soon = len(set(MOVES[cause]) - {DS})
    delays = np.array([inboxes.OUTCOMES_LATE]) if role == DS else np.arange(soon)
    seen = np.log((1 - inboxes.MISSED) / len(delays)) + np.logaddexp.reduce(moved[onset + delays])
    return float(np.logaddexp(seen, np.log(inboxes.MISSED) + moved[-1]))


def belief(evidences: Collection[np.ndarray]) -> np.ndarray:
    """The probability of each cause, from the evidence of some inboxes; shape (causes,)."""
    total = np.sum(list(evidences), axis=0).reshape(len(CAUSES), -1)
    share = np.exp(total - total.max()).sum(axis=1)
    return share / share.sum()


def readings(seeds: Collection[int]) -> pd.DataFrame:
    """A row a case, a column a choice of one, two, three or all inboxes ("DevOps + ML architect"): the probability that
    the true cause gets; before them the columns seed and cause.
    """
    chosen = [roles for count in (1, 2, 3, len(ROLES)) for roles in combinations(ROLES, count)]
    rows = []
    for seed in seeds:
        case = inboxes.draw(seed)
        found = {role: evidence(role, inbox) for role, inbox in case.inboxes.items()}
        place = CAUSES.index(case.truth["cause"])
        shares = {" + ".join(roles): belief([found[role] for role in roles])[place] for roles in chosen}
        rows.append({"seed": seed, "cause": case.truth["cause"]} | shares)
    return pd.DataFrame(rows).round(3)


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "data" / "inboxes" / "readings.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    readings(SEEDS).to_csv(target, index=False, lineterminator="\n")
