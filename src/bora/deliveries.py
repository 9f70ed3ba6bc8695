"""Application tables as they come every month, for lab 03: six good months, and deliveries of which half are faulty."""

import functools
import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from bora.incidents import Campaign
from bora.world import simulate

_NUMBERS = ["age", "income", "savings", "amount", "term", "instalments", "late_payments"]
_WORDS = ["channel", "region", "employment", "purpose"]
_CODES = {1: ("late_payments", 99), 5: ("savings", -1), 9: ("age", 0), 11: ("income", 99)}
"""Column and code for "not known", by kind of fault."""


def good_months(seed: int) -> list[pd.DataFrame]:
    """Six good deliveries, of about 1,150 rows each."""
    months = simulate(seed=seed, incidents=(), months=6).applications
    return [rows.drop(columns="month").reset_index(drop=True) for _, rows in months.groupby("month")]


def make_delivery(seed: int) -> tuple[pd.DataFrame, str]:
    """One delivery, and the name of the column at fault ("" where there is none); odd seeds are faulty."""
    rng = np.random.default_rng([310, seed])
    month = _month(5_000 + seed // 24, campaign=bool(rng.random() < 0.4))
    table = month.sample(int(rng.integers(220, 800)), random_state=rng).sort_index().reset_index(drop=True)
    kind = seed // 2 % 12  # 24 seeds in a row hold each kind of fault once
    if rng.random() < 0.1 and (kind or seed % 2 == 0):
        table = table[table["channel"] != "broker"].reset_index(drop=True)
    table = _as_good_ones_differ(table, rng)
    return _with_fault(table, kind, rng) if seed % 2 else (table, "")


def practise(
    draft_contract: Callable[[list[pd.DataFrame]], dict[str, Any]],
    faults_in_delivery: Callable[[pd.DataFrame, dict[str, Any]], Collection[str]],
    seeds: Iterable[int] = range(48),
    months: int = 3,
) -> None:
    """Print your score on some deliveries, with a contract from good_months(months), and each one judged wrong."""
    contract = json.loads(json.dumps(draft_contract(good_months(months))))
    score = faulty = 0
    for seed in seeds:
        table, guilty = make_delivery(seed)
        named = set(faults_in_delivery(table, contract))
        faulty += bool(guilty)
        score += bool(guilty) * (guilty in named) - 2 * bool(named - {guilty})
        if named != ({guilty} if guilty else set()):
            print(f"make_delivery({seed}): at fault is {guilty or 'nothing'}, you name {sorted(named) or 'nothing'}")
    print(f"score {score} of {faulty}")


@functools.cache
def _month(seed: int, campaign: bool) -> pd.DataFrame:
    incidents = [Campaign(start="2023-01")] if campaign else []
    world = simulate(seed=seed, incidents=incidents, months=1, applications_per_month=900)
    return world.applications.drop(columns="month")


def _as_good_ones_differ(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Some savings missing, whole numbers as floats, another order of columns and one more: all of it in order."""
    gaps = rng.random(len(table)) < rng.choice([0, 0.01])
    few = gaps & (gaps.cumsum() <= 0.02 * len(table))
    table = table.assign(savings=table["savings"].astype(float).mask(few))
    if rng.random() < 0.5:
        table = table.astype(dict.fromkeys(["age", "income", "term", "late_payments"], float))
    if rng.random() < 0.5:
        table = table.assign(note="")[list(rng.permutation([*table.columns, "note"]))]
    return table


def _with_fault(table: pd.DataFrame, kind: int, rng: np.random.Generator) -> tuple[pd.DataFrame, str]:
    """The table with a fault of that kind (0 to 11), and the column at fault."""
    few = rng.random(len(table)) < 0.05
    name, word = str(rng.choice(_NUMBERS)), str(rng.choice(_WORDS))
    if kind == 0:
        yearly = table["income"]
        return table.assign(income=(yearly / 12).where(table["channel"] == "broker", yearly).round()), "income"
    if kind == 2:
        return table.assign(instalments=table["instalments"] * 12), "instalments"
    if kind in (3, 10):
        first = table[word].iloc[0]
        return table.assign(**{word: table[word].replace(first, first.upper())}), word
    if kind == 4:
        return table.drop(columns=name), name
    if kind == 6:
        return table.assign(**{word: table[word].mask(rng.random(len(table)) < 0.2)}), word
    if kind == 7:
        return table.assign(**{name: table[name].map("{:.2f}".format, na_action="ignore")}), name
    if kind == 8:
        return pd.concat([table, table[few & table["savings"].notna()]], ignore_index=True), "application_id"
    name, code = _CODES[kind]
    return table.assign(**{name: table[name].mask(few, code)}), name
