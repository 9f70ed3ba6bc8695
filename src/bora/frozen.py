"""The model of lab 00: switched on once and never touched again.

`python -m bora.frozen` writes data/start/worlds.csv.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from bora.money import BREAK_EVEN, eur_per_1000
from bora.world import simulate

NUMBERS = ["age", "income", "savings", "amount", "term", "instalments", "late_payments"]
WORDS = ["employment", "purpose", "region", "channel"]
WORLDS = range(1, 31)
"""Seeds of the table: the same calendar as in data/bora, other people and other luck."""


def read(folder: Path) -> pd.DataFrame:
    """The frozen world of `folder`, an application a row, as `everything` gives it."""
    return everything(*(pd.read_csv(folder / f"{name}.csv") for name in ("applications", "outcomes", "truth")))


def everything(applications: pd.DataFrame, outcomes: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Applications beside their outcomes and what only the simulator knows: `would_default` (0/1) and `pd`."""
    hidden = truth[["application_id", "default", "pd"]].rename(columns={"default": "would_default"})
    return applications.merge(outcomes.drop(columns="month"), on="application_id").merge(hidden)


def fit(loans: pd.DataFrame) -> Pipeline:
    """A logistic regression on loans whose `default` is known: what Bora learned at the end of 2023."""
    words = OneHotEncoder(handle_unknown="ignore")
    columns = make_column_transformer((StandardScaler(), NUMBERS), (words, WORDS))
    model = make_pipeline(columns, LogisticRegression(solver="newton-cholesky", tol=1e-8))
    return model.fit(loans[NUMBERS + WORDS], loans["default"].astype(int))


def by_half_year(cases: pd.DataFrame, model: Pipeline) -> pd.DataFrame:
    """A row each half-year: accuracy and its four parts (%), thousand EUR per 1,000 applications.

    Right is who was granted and pays back, or was refused and would default. Money is that of the model and that of the
    best possible, which knows each true PD.
    """
    granted = model.predict_proba(cases[NUMBERS + WORDS])[:, 1] < BREAK_EVEN
    decided = cases.assign(granted=granted, best=cases["pd"] < BREAK_EVEN)
    half = decided["month"].str[:4] + np.where(decided["month"].str[5:] <= "06", " Jan-Jun", " Jul-Dec")
    return pd.DataFrame({name: _judge(part) for name, part in decided.groupby(half)}).T


def one_world(seed: int) -> dict[str, float]:
    """The model in another world: accuracy and money left on the table in the first and the last half-year of its use.

    It learned from the first half of 2023; the first half-year is the second of 2023, the last the second of 2025.
    """
    world = simulate(seed)
    cases = everything(world.applications, world.outcomes, world.truth)
    past = cases[(cases["month"] <= "2023-06") & (cases["accepted"] == 1)]
    halves = by_half_year(cases[cases["month"] > "2023-06"], fit(past))
    left = halves["best"] - halves["model"]
    found = {"accuracy_first": halves["accuracy"].iloc[0], "accuracy_last": halves["accuracy"].iloc[-1]}
    return {"seed": seed, **found, "left_first": left.iloc[0], "left_last": left.iloc[-1]}


def _judge(cases: pd.DataFrame) -> dict[str, float]:
    right = cases["granted"] == (cases["would_default"] == 0)
    euros = {name: eur_per_1000(cases["amount"], cases["would_default"], cases[name]) for name in ("granted", "best")}
    thousand = {name: round(value / 1000) for name, value in euros.items()}
    granted = cases["granted"]
    shares = {"accuracy": right, "good_granted": granted & right, "bad_refused": ~granted & right}
    shares |= {"bad_granted": granted & ~right, "good_refused": ~granted & ~right}
    found = {name: round(100 * float(share.mean()), 1) for name, share in shares.items()}
    return found | {"model": thousand["granted"], "best": thousand["best"]}


if __name__ == "__main__":
    table = pd.DataFrame([one_world(seed) for seed in WORLDS])
    table.to_csv("data/start/worlds.csv", index=False, float_format="%.1f", lineterminator="\n")
