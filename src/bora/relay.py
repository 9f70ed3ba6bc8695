"""The relay of lab 03 in other worlds: what a model is worth after its handoffs, with some contracts in force.

The lesson plays it in one world, step by step, with real files; `python -m bora.relay` plays it in 60 more and writes
data/handoffs/relay.csv. A world differs from the lesson's by its seed alone.
"""

import os
import sys
from collections.abc import Callable, Collection
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from bora import data, incidents, money
from bora.world import simulate

CONTRACTS = (1, 2, 3)
"""Those that bring a model to production; the fourth takes it back."""

USUAL = (0.60, 0.85)
"""Shares granted that operations are used to; outside of them, the engineer on call rolls back."""

WORLDS = 60

Log = Callable[[Any], Any]


def add_features(rows: pd.DataFrame, log: Log = np.log) -> pd.DataFrame:
    """Applications with `burden` (a year's instalments over a year's income) and `log_savings`."""
    owed = rows["instalments"] + rows["amount"] / rows["term"]
    return rows.assign(burden=12 * owed / rows["income"], log_savings=log(rows["savings"]))


def new_model(log: Log = np.log, **options: Any) -> Pipeline:
    """The data scientist's model, not fitted; `options` are those of the logistic regression."""
    columns = make_column_transformer(
        (StandardScaler(), ["burden", "log_savings", "late_payments", "age"]),
        (OneHotEncoder(handle_unknown="ignore"), ["employment", "purpose"]),
    )
    features = FunctionTransformer(add_features, kw_args={"log": log})
    return make_pipeline(features, columns, LogisticRegression(**options))


class Relay:
    """One world: loans of January to June, what was delivered of them, and the exam: all applicants from July on."""

    def __init__(self, seed: int) -> None:
        world = simulate(seed=seed, months=12)
        everyone = world.applications.merge(world.outcomes.drop(columns="month"), on="application_id")
        first_half = everyone["month"] <= "2023-06"
        self.loans = everyone[first_half & (everyone["accepted"] == 1)].astype({"default": int})
        self.exam = everyone[~first_half].assign(default=world.truth["default"]).reset_index(drop=True)
        unit_change = incidents.UnitChange(start="2023-01", end="2023-06")
        monthly = simulate(seed=seed, months=6, incidents=[unit_change]).applications["income"]
        paid = everyone["default"].fillna(0).astype(int)
        self.delivered = everyone[first_half].assign(income=monthly, default=paid)
        self._experiment = self._pds(new_model().fit(self.loans, 1 - self.loans["default"]))
        self._sound = self._pds(new_model().fit(self.loans, self.loans["default"]))

    def handed_over(self, contracts: Collection[int]) -> np.ndarray:
        """The exam's PDs by what came through handoffs 1 to 3, with these contracts in force."""
        table = self.loans if 1 in contracts else self.delivered
        options: dict[str, Any] = {} if 2 in contracts else {"class_weight": "balanced"}
        model = new_model(**options).fit(table, table["default"])
        if 3 not in contracts:
            model.set_params(functiontransformer__kw_args={"log": np.log10})
        return self._pds(model)

    def rolled_back(self, pds: np.ndarray, by_the_book: bool) -> np.ndarray:
        """What serves a day later: another version, chosen with contract 4 or not, where the share granted is odd."""
        if USUAL[0] <= float((pds < money.BREAK_EVEN).mean()) <= USUAL[1]:
            return pds
        return self._sound if by_the_book else self._experiment

    def number(self, pds: np.ndarray) -> tuple[float, float]:
        """(AUC, EUR per 1,000 applications) on the exam."""
        euros = money.eur_per_1000(self.exam["amount"], self.exam["default"], pds < money.BREAK_EVEN)
        return float(roc_auc_score(self.exam["default"], pds)), euros

    def rows(self) -> list[dict[str, Any]]:
        """One row a choice of contracts 1 to 3: EUR per 1,000 applications handed over, and after a day in service."""
        everybody = round(self.number(np.zeros(len(self.exam)))[1])
        found = []
        for count in range(len(CONTRACTS) + 1):
            for contracts in combinations(CONTRACTS, count):
                pds = self.handed_over(contracts)
                auc, euros = self.number(pds)
                after = [round(self.number(self.rolled_back(pds, by_the_book))[1]) for by_the_book in (False, True)]
                found.append(
                    {
                        "contracts": "+".join(map(str, contracts)) or "none",
                        "auc": round(auc, 4),
                        "handed_over": round(euros),
                        "by_the_mail": after[0],
                        "by_the_book": after[1],
                        "no_model": everybody,
                    }
                )
        return found

    def _pds(self, model: Pipeline) -> np.ndarray:
        return np.asarray(model.predict_proba(self.exam)[:, 1])


def table(worlds: int = WORLDS) -> pd.DataFrame:
    """All rows of worlds 1, 2, 3, ..., whose number is their seed."""
    return pd.DataFrame([{"world": seed, **row} for seed in range(1, worlds + 1) for row in Relay(seed).rows()])


def main(folder: Path) -> None:
    """Write `folder`/handoffs/relay.csv and the checksums of everything in `folder`."""
    os.environ["OMP_NUM_THREADS"] = "1"
    table().to_csv(folder / "handoffs" / "relay.csv", index=False, lineterminator="\n")
    (folder / data.CHECKSUMS).write_text(data.checksums(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data"))
