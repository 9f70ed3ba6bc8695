"""Nine switches between laboratory and production: each changes one thing, and the simulator says what it costs.

The nine are the origins of model risk in Treveil and others, *Introducing MLOps* (2020), chapter 5. What exactly
happens under each, and how strong it is, is invented (SWITCHES tells all of it); what it costs is then computed.

    bank = Bank(7)                       # world 7: half a year to learn from, half a year to decide
    bank.earn()                          # the laboratory's promise, EUR per 1,000 applications
    bank.earn({"rate shock"})            # what comes out where that switch is on

The same people apply whatever is switched on. Money is what decisions earn on average by the true default
probabilities, so that luck with single loans does not blur what a switch does. `python -m bora.switches` writes
data/switches/switches.csv (about a minute on one core); tests/test_lab08.py works a sample out again.
"""

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bora import data
from bora.incidents import RateShock
from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE
from bora.world import World, simulate

WORLDS = 200
MISSING = 0.08
"""The share of applicants who leave the field `savings` empty, in the laboratory as well as in production."""


@dataclass(frozen=True)
class Switch:
    """origin: the origin of model risk that it stands for; told: what is different in production."""

    origin: str
    told: str


SWITCHES = {
    "leak": Switch("bug in design", "learned from `reminders sent`, which come after the decision: in production 0"),
    "zero": Switch("bug in the runtime", "where savings are empty, the service fills in 0, the training the median"),
    "one town": Switch("poor training data", "learned from the loans of Gorizia only, where the pilot was"),
    "rate shock": Switch("production unlike training", "variable incomes default more often; no input says so"),
    "recovery": Switch("worse consequences", "as many defaults as promised, each loses 65 % of a loan, not 51 %"),
    "kind clerk": Switch("misuse", "branches grant up to a PD of 30 %: 'seven of ten will pay'"),
    "comparison site": Switch("adversaries", "half of those who get in by declaring tripled savings do so"),
    "lawyer": Switch("legal", "age may not be an input any more; fitted again without it"),
    "headline": Switch("reputation", "from tomorrow on, as large a share of under-30s is granted as of all others"),
}


class Bank:
    """A world, its laboratory and its production. Raises ValueError for a negative seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._calm = _frame(simulate(seed, (), months=18))
        self.training = self._calm[(self._calm["month"] <= "2023-06") & (self._calm["accepted"] == 1)]
        self.applicants = self._calm[self._calm["month"] >= "2024-01"].reset_index(drop=True)

    def earn(self, on: Collection[str] = ()) -> float:
        """EUR per 1,000 applications with the switches `on`, any of SWITCHES; none of them is the promise."""
        unknown = sorted(set(on) - set(SWITCHES))
        if unknown:
            raise ValueError(f"no switch {unknown[0]!r}; there are {', '.join(SWITCHES)}")
        granted = self.decide(on)
        pd_true = self._shocked_pd if "rate shock" in on else self.applicants["pd"].to_numpy()
        loss_rate = 0.65 if "recovery" in on else LOSS_RATE
        euros = self.applicants["amount"] * (MARGIN_RATE * (1 - pd_true) - loss_rate * pd_true)
        return float(1000 * np.where(granted, euros, 0).mean())

    def decide(self, on: Collection[str] = ()) -> np.ndarray:
        """Which applicants are granted with the switches `on`; bool, shape (n,)."""
        model = self.fit(on)
        likely = self._score(model, self._arriving(model, on), on)
        limit = np.full(len(likely), BREAK_EVEN)
        if "kind clerk" in on:
            limit[self.applicants["channel"] == "branch"] = 0.30
        if "headline" in on:
            young = (self.applicants["age"] < 30).to_numpy()
            share = (likely < limit)[~young].mean()
            limit[young] = np.quantile(likely[young], share)
        return likely < limit

    def fit(self, on: Collection[str] = ()) -> Pipeline:
        """The model with the switches `on`; it reads the columns of `inputs`."""
        loans = self.training
        if "one town" in on:
            loans = loans[loans["region"] == "Gorizia"]
        model = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression())
        return model.fit(inputs(loans, on), loans["default"].astype(int))

    def _arriving(self, model: Pipeline, on: Collection[str]) -> pd.DataFrame:
        people = self.applicants.assign(reminders=0)
        if "comparison site" in on:
            refused = self._score(model, people, on) >= BREAK_EVEN
            tripled = people.assign(declared=people["declared"] * 3)
            gets_in = self._score(model, tripled, on) < BREAK_EVEN
            plays = np.random.default_rng([self.seed, 7]).random(len(people)) < 0.5
            people = people.where(pd.Series(~(refused & gets_in & plays)), tripled)
        return people

    @staticmethod
    def _score(model: Pipeline, people: pd.DataFrame, on: Collection[str]) -> np.ndarray:
        if "zero" in on:
            people = people.fillna({"declared": 0})
        likely: np.ndarray = model.predict_proba(inputs(people, on))[:, 1]
        return likely

    @cached_property
    def _shocked_pd(self) -> np.ndarray:
        world = simulate(self.seed, [RateShock("2023-10")], months=18)
        return world.truth.loc[world.applications["month"] >= "2024-01", "pd"].to_numpy()


def _frame(world: World) -> pd.DataFrame:
    """Applications, outcomes and truth of a world in one frame, with `declared` savings and `reminders` sent."""
    rng = np.random.default_rng([world.seed, 8])
    people = world.applications.assign(
        accepted=world.outcomes["accepted"], pd=world.truth["pd"], default=world.truth["default"]
    )
    empty = rng.random(len(people)) < MISSING
    people["declared"] = people["savings"].astype(float).mask(empty)
    people["reminders"] = rng.poisson(0.3 + 1.2 * people["default"])
    return people


def inputs(people: pd.DataFrame, on: Collection[str] = ()) -> pd.DataFrame:
    """What a model reads, a row a person: burden (share of income), log_savings (missing where not declared),
    late_payments, variable (0/1: self-employed or temporary), age (years), with the leak also reminders."""
    burden = 12 * (people["instalments"] + people["amount"] / people["term"]) / people["income"]
    columns = {
        "burden": burden,
        "log_savings": np.log(people["declared"].clip(lower=1)),
        "late_payments": people["late_payments"],
        "variable": people["employment"].isin(("self_employed", "temporary")),
    }
    if "lawyer" not in on:
        columns["age"] = people["age"]
    if "leak" in on:
        columns["reminders"] = people["reminders"]
    return pd.DataFrame(columns, dtype=float)


def world_row(number: int) -> dict[str, int]:
    """The promise in world `number` and what comes out under each switch and under all nine, EUR per 1,000."""
    bank = Bank(number)
    cases: Mapping[str, Collection[str]] = {"promise": (), **{name: {name} for name in SWITCHES}, "all nine": SWITCHES}
    return {"world": number, **{name: round(bank.earn(on)) for name, on in cases.items()}}


def table(worlds: int = WORLDS) -> pd.DataFrame:
    """A row a world, from 1 on."""
    return pd.DataFrame([world_row(number) for number in range(1, worlds + 1)])


def main(folder: Path) -> None:
    """Write `folder`/switches/switches.csv and the checksums of everything in `folder`."""
    target = folder / "switches"
    target.mkdir(parents=True, exist_ok=True)
    table().to_csv(target / "switches.csv", index=False, lineterminator="\n")
    (folder / data.CHECKSUMS).write_text(data.checksums(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data"))
