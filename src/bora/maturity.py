"""What lab 02 stands on: dossiers, three islands of customer data, a job that one person could run, a bad file.

The lenders in it are invented (data/maturity/README.md); applicants and loans come from Bora's simulated world.
"""

import re
import subprocess
import sys
from collections.abc import Container, Sequence
from pathlib import Path
from types import EllipsisType

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from bora import frozen
from bora.incidents import Incident, UnitChange
from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE
from bora.world import simulate

FIVE_LINES = {"a": "said", "b": "seen", "c": "seen", "d": "said", "e": "said"}
"""The kind of the five lines of the first bet."""
BAD_FILE = 120
"""Day of a replay on which the broker's bad file begins: 1 May, in months of 30 days."""


def dossier(path: Path) -> dict[str, str]:
    """The lines of a dossier, by citation: {"S4:1": text, ...}. Raises ValueError where a line has no document."""
    lines: dict[str, str] = {}
    document = ""
    for text in path.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"([A-Z][0-9]+)[.] ", text)
        line = re.match(r" +([0-9]+)  (.*)", text)
        if heading:
            document = heading[1]
        elif line and not document:
            raise ValueError(f"{path.name}: the line {text.strip()!r} stands before the first document")
        elif line:
            lines[f"{document}:{line[1]}"] = line[2]
    return lines


def remarks(mine: Sequence[int] | EllipsisType, cites: Sequence[str], ours: pd.Series, evidence: Container[str]) -> str:
    """What to look at again in a profile, "" where nothing is (or where it is still `...`).

    `mine` and `cites` hold a phase and its citations for each theme of `ours`, which is our reading. A phase above 1
    has to cite lines of `evidence` and no others. What lacks them comes first, then what is higher or lower than ours.
    """
    if mine is ...:
        return ""
    if len(mine) != len(ours) or len(cites) != len(ours) or not set(mine) <= {1, 2, 3}:
        return f"{len(ours)} numbers from 1 to 3 are asked, and as many lines."
    rows = list(zip(ours.index, mine, cites, ours, strict=True))
    bare = [theme for theme, phase, cited, _ in rows if phase > 1 and not _all_in(cited, evidence)]
    high = [theme for theme, phase, _, our in rows if phase > our]
    low = [theme for theme, phase, _, our in rows if phase < our]
    found = {
        "no line that is seen, no number above 1: one of this dossier is missing for": bare,
        "higher than ours (does that line show it, and the rung below?):": high,
        "lower than ours (is there a log, an invoice, a stop?):": low,
    }
    return "; ".join(f"{what} {', '.join(themes)}" for what, themes in found.items() if themes)


def _all_in(cited: str, evidence: Container[str]) -> bool:
    lines = cited.replace(",", " ").split()
    return bool(lines) and all(line in evidence for line in lines)


def radar_area(phases: Sequence[int]) -> float:
    """Area of a radar polygon with equal angles between its axes, in this order."""
    values = np.array(phases)
    return float(np.sin(2 * np.pi / len(values)) / 2 * np.sum(values * np.roll(values, -1)))


def rate(rng: np.random.Generator) -> pd.DataFrame:
    """The 240 cells of 40 firms (rows): their `true` phase, and what five raters write."""
    true = rng.choice([1, 2, 3], 240, p=[0.75, 0.18, 0.07])
    slips = rng.random((3, 240)) < [[0.05], [0.30], [0.30]]
    ratings = pd.DataFrame({"true": true})
    ratings["colleague"] = np.where(slips[0], np.clip(true + rng.choice([-1, 1], 240), 1, 3), true)
    ratings["enthusiast"] = np.where(slips[1], np.minimum(true + 1, 3), true)
    ratings["leaper"] = np.where(slips[2], np.where(true == 3, 1, 3), true)
    ratings["sleeper"] = 1
    ratings["dice"] = rng.permutation(true)
    return ratings


def islands(folder: Path) -> float:
    """Write four teams' tables of the same customers; returns the true median income in Gorizia, gross EUR a year.

    Three tables say `income` and mean other people or other amounts; the right one says neither its name nor its unit.
    """
    world = simulate(seed=2, months=6, incidents=[])
    people = world.applications[["application_id", "region", "income"]]
    granted = world.outcomes["accepted"].to_numpy() == 1
    rng = np.random.default_rng(2)
    told = people["income"] * rng.uniform(1, 1.5, len(people))
    tables = {
        "lending/customers.csv": people[granted].assign(income=people["income"] + 4000),
        "collections/customers_new.csv": people[granted].assign(income=(0.7 * people["income"] / 12).round()),
        "interns/2024/customers_new_2.csv": people.assign(income=told.round(-3).astype(int)),
        "risk/old/t_017.csv": people.set_axis(["key", "prov", "rdl"], axis=1),
        "risk/old/t_018.csv": people[["application_id"]].assign(flag=0),
        "marketing/regions.csv": people[["region"]].drop_duplicates().assign(code=range(1, 5)),
    }
    for name, table in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(path, index=False)
    return float(people.loc[people["region"] == "Gorizia", "income"].median())


def laptop(folder: Path) -> None:
    """Write what is left of a colleague's job: `loans.csv`, and `last_run.log`, which says what she got."""
    world = simulate(seed=5, months=12, incidents=[UnitChange(start="2023-01")])
    loans = world.applications[["channel", *frozen.NUMBERS]].assign(default=world.outcomes["default"])
    loans[world.outcomes["accepted"] == 1].to_csv(folder / "loans.csv", index=False)
    (folder / "last_run.log").write_text("AUC 0.679\n", encoding="utf-8")


def run(script: str, folder: Path) -> str:
    """Run a Python file of `folder` in a process of its own; the last line that it printed, or of its error."""
    done = subprocess.run([sys.executable, script], cwd=folder, capture_output=True, text=True, check=False)
    lines = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return lines[-1] if lines else "it printed nothing"


def learn() -> tuple[Pipeline, pd.Series]:
    """The credit model of lab 00, learned from half a calm year, and the usual median income of each channel."""
    home = simulate(months=6, incidents=[])
    loans = home.applications.assign(default=home.outcomes["default"])[home.outcomes["accepted"] == 1]
    return frozen.fit(loans), home.applications.groupby("channel")["income"].median()


def replay(seed: int, model: Pipeline, incidents: Sequence[Incident] = ()) -> pd.DataFrame:
    """Six months of another world, one row for each application.

    Besides what Bora sees: `day` (0 to 180), `decided` and `right`, the decisions on the income as it came and as it
    is, and `lost`, the expected EUR that a wrong decision costs (0 where it is right).
    """
    world = simulate(seed=seed, months=6, incidents=incidents)
    seen, truth = world.applications, world.truth
    month = seen["month"].str[5:].astype(int)
    place = seen.groupby("month").cumcount() + 0.5
    day = 30 * (month - 1 + place / seen.groupby("month")["age"].transform("size"))
    decided = model.predict_proba(seen)[:, 1] < BREAK_EVEN
    right = model.predict_proba(seen.assign(income=truth["income"]))[:, 1] < BREAK_EVEN
    worth = ((1 - truth["pd"]) * MARGIN_RATE - truth["pd"] * LOSS_RATE) * seen["amount"]
    lost = np.where(decided == right, 0, np.where(right, worth, -worth))
    return seen.assign(day=day, decided=decided, right=right, lost=lost)


def bad_file(seed: int, model: Pipeline) -> pd.DataFrame:
    """The same, with the broker sending incomes per month from BAD_FILE on."""
    return replay(seed, model, [UnitChange(start="2023-05")])
