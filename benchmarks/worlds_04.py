"""Lab 04 in many worlds: `python -m benchmarks.worlds_04 [SEEDS]` writes data/services/, a row a world and incident.

The functions are the lesson's own, taken from its text, so the table says what the lesson would say in another world.

incidents.csv: each incident alone in a world of its own seed
    seed; incident; lost: thousand EUR a month, against the same people in a calm world; loudness: PSI of the loudest
    feature over its limit, median of the months; schema, data, estimate, outcomes, pile: months from the start of the
    incident to the first alarm of that monitor, empty where there was none while it lasted
models.csv: the model of each world in its calm two years
    seed; gate_auc of the nightly model; slope of the true log-odds on the promised ones (1: as sure as it may be);
    estimated_auc, recalibrated_auc, real_auc; top_promised, top_recalibrated, top_real: defaults in the riskiest
    tenth; schema, data, estimate, outcomes, pile: false alarms a year
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.lessons import lesson_functions
from bora import incidents
from bora.world import simulate

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "course" / "lessons" / "04_devops_versus_mlops.py"
SEEDS = range(100)
NAMES = ("unit change", "campaign", "rate shock", "gaming", "category rename")
MONITORS = ("schema", "data", "estimate", "outcomes", "pile")
PILE_LIMIT, MISFIT_LIMIT, BROKEN_LIMIT, INCOME_FLOOR = 2.33, 3.0, 0.01, 5000
OUTCOMES_AFTER = 6
FIRST, LAST = "2024-01", "2025-12"


class Town:
    """One seed: its calm world, its released model, and that model's recalibration."""

    def __init__(self, seed: int) -> None:
        self.seed, self.lesson = seed, lesson_functions(LESSON)
        self.inputs = self.lesson["NUMBERS"] + self.lesson["CATEGORIES"]
        self.quiet = simulate(seed=seed, incidents=())
        people = self.quiet.applications.merge(self.quiet.outcomes.drop(columns="month"), on="application_id")
        known = people[people["known_month"] <= "2023-12"]
        self.lesson["training"] = known[known["month"] <= "2023-06"]
        self.released = self.lesson["train"](self.lesson["training"])
        self.nightly = self.lesson["train"](known[known["month"] >= "2023-06"])
        older = known[known["month"] <= "2023-05"]
        self.gate_auc = roc_auc_score(
            older["default"].astype(int), self.nightly.predict_proba(older[self.inputs])[:, 1]
        )
        later = people[people["month"].between("2023-07", "2023-12") & (people["accepted"] == 1)]
        self.calibrated = CalibratedClassifierCV(FrozenEstimator(self.released), method="sigmoid")
        self.calibrated.fit(later[self.inputs], later["default"].astype(int))
        self.applied_then = self.quiet.applications[self.quiet.applications["month"] <= "2023-06"]
        self.calm = self.decide(self.quiet, self.released)

    def decide(self, world: Any, model: Any) -> pd.DataFrame:
        rows = world.applications
        return self.lesson["book"](rows, world.truth, model.predict_proba(rows[self.inputs])[:, 1])

    def estimate(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Mean and variance of the mean of the recalibrated PDs of the granted, by month."""
        granted = rows[rows["granted"]]
        p = pd.Series(self.calibrated.predict_proba(granted[self.inputs])[:, 1], granted.index)
        by_month = p.groupby(granted["month"])
        return pd.DataFrame({"mean": by_month.mean(), "variance": by_month.var() / by_month.size()})

    def monitors(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Each monitor's value over its limit, by month of application; above 1 is an alarm."""
        months = rows["month"]
        granted = rows[rows["granted"]]
        reference = self.estimate(self.calm[self.calm["month"].between("2023-07", "2023-12")])
        now = self.estimate(rows)
        spread = np.sqrt(now["variance"] + reference["variance"].mean() / len(reference))
        misfits = granted.groupby("month")[["pd", "default"]].apply(self.lesson["misfit"])
        return pd.DataFrame(
            {
                "schema": self.lesson["broken_share"](rows, INCOME_FLOOR) / BROKEN_LIMIT,
                "data": self.lesson["data_monitor"](rows, self.applied_then).max(axis=1),
                "estimate": (now["mean"] - reference["mean"].mean()).abs() / spread / MISFIT_LIMIT,
                "outcomes": misfits.abs() / MISFIT_LIMIT,
                "pile": rows.groupby("month")["savings"].apply(self.lesson["pile"]) / PILE_LIMIT,
            },
            index=sorted(months.unique()),
        )

    def incident(self, name: str, rows: pd.DataFrame, calm: pd.DataFrame, months: list[str]) -> dict[str, Any]:
        """One row of incidents.csv: what the decisions in these months cost, and who noticed when."""
        mine, other = (frame[frame["month"].isin(months)] for frame in (rows, calm))
        strength = self.monitors(mine)
        delays = {}
        for monitor in MONITORS:
            loud = np.flatnonzero(strength[monitor] > 1)
            late = OUTCOMES_AFTER if monitor == "outcomes" else 0
            delays[monitor] = float(loud[0] + late) if len(loud) else np.nan
        return {
            "seed": self.seed,
            "incident": name,
            "lost": round((other["euros"].sum() - mine["euros"].sum()) / 1000 / len(months), 2),
            "loudness": round(strength["data"].median(), 3),
            **delays,
        }

    def incidents(self) -> Iterator[dict[str, Any]]:
        later = self.calm[self.calm["month"] >= FIRST]
        months = sorted(later["month"].unique())
        for name, incident in zip(NAMES, incidents.DEFAULT_INCIDENTS, strict=True):
            world = simulate(seed=self.seed, incidents=[incident])
            spell = [month for month in months if incident.active(month)]
            yield self.incident(name, self.decide(world, self.released), self.calm, spell)
        half_year = [f"2023-{month:02d}" for month in range(7, 13)]
        yield self.incident("nightly model", self.decide(self.quiet, self.nightly), self.calm, half_year)
        yield self.incident("calm", self.calm, self.calm, months)

    def model(self) -> dict[str, Any]:
        later = self.calm[self.calm["month"] >= FIRST]
        year = later[later["month"] <= "2024-12"]
        p, y = year["pd"], year["default"]
        better = self.calibrated.predict_proba(year[self.inputs])[:, 1]
        slope = LogisticRegression(C=1e9).fit(logit(p).to_numpy()[:, None], y).coef_[0, 0]
        top, expected_auc = p >= p.quantile(0.9), self.lesson["expected_auc"]
        alarms = (self.monitors(later) > 1).sum() / 2
        return {
            "seed": self.seed,
            "gate_auc": round(self.gate_auc, 4),
            "slope": round(slope, 3),
            "estimated_auc": round(expected_auc(p), 4),
            "recalibrated_auc": round(expected_auc(better), 4),
            "real_auc": round(roc_auc_score(y, p), 4),
            "top_promised": round(p[top].mean(), 4),
            "top_recalibrated": round(better[top].mean(), 4),
            "top_real": round(y[top].mean(), 4),
            **alarms.to_dict(),
        }


def one(seed: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All rows of one world: those of incidents.csv and that of models.csv."""
    town = Town(seed)
    return list(town.incidents()), town.model()


def main(seeds: range) -> None:
    """Work the worlds out and write the two tables."""
    with ProcessPoolExecutor(2) as pool:
        worlds = list(pool.map(one, seeds))
    folder = ROOT / "data" / "services"
    folder.mkdir(exist_ok=True)
    tables = {"incidents": [row for rows, _ in worlds for row in rows], "models": [row for _, row in worlds]}
    for name, rows in tables.items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(range(int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS)
