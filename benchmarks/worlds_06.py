"""Lab 06 in many worlds: `python -m benchmarks.worlds_06 [SEEDS]` writes data/infrastructure/.

joins.csv, a row a world and join, with the lesson's own functions
    seed; join; auc_offline, auc_served; granted: share of the requests in service; eur: EUR per 1,000 of them
silence.csv, a row a world and incident, each alone in Bora's 36 months (`bora.world`)
    seed; incident; monitors: months from its start to the first alarm of lab 04's five monitors (data/services/);
    books: months from its start until the books tell, that is until a month has earned, per application, less than the
    mean of the twelve calm months before minus three of their standard deviations, six months later, when its loans
    are settled; lost: thousand EUR a month while it lasts (data/services/). Empty: nobody calls before 2026.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.lessons import lesson_functions
from benchmarks.worlds_04 import MONITORS, NAMES, OUTCOMES_AFTER, Town
from bora import customers, incidents
from bora.joins import release
from bora.world import month_range, simulate

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "course" / "lessons" / "06_mlops_infrastructure.py"
SEEDS = range(100)
SHOWN = ("rate shock", "unit change")
COLUMNS = {"AUC offline": "auc_offline", "AUC served": "auc_served", "granted": "granted", "EUR per 1,000": "eur"}


def joins(seed: int) -> list[dict[str, Any]]:
    """The three joins of the lesson in the book of another seed."""
    lesson = lesson_functions(LESSON)
    book = customers.simulate(seed)
    arrears = book.events[book.events["kind"] == "arrears"]
    loans = book.requests.assign(default=book.outcomes["default"])
    past, future = loans[loans["at"] < "2025-01-01"], loans[loans["at"] >= lesson["TODAY"]]
    known_today = arrears[arrears["known_at"] <= lesson["TODAY"]]
    served = lesson["joined_on"]("known_at", future, arrears)
    rows = []
    for name, join in lesson["JOINS"].items():
        found = release(join, past, known_today, future, served)
        rows.append({"seed": seed, "join": name} | {COLUMNS[key]: round(value, 4) for key, value in found.items()})
    return rows


def silence(seed: int) -> list[dict[str, Any]]:
    """Months until somebody or something tells of an incident, with the released model of lab 04."""
    town = Town(seed)
    noticed = pd.read_csv(ROOT / "data" / "services" / "incidents.csv").set_index(["seed", "incident"])
    rows = []
    for name, incident in zip(NAMES, incidents.DEFAULT_INCIDENTS, strict=True):
        if name in SHOWN:
            decided = town.decide(simulate(seed=seed, incidents=[incident]), town.released)
            earned = decided.groupby("month")["euros"].mean()
            monitors = noticed.loc[(seed, name), list(MONITORS)].min()
            told = books(earned, incident.start)
            lost = noticed.loc[(seed, name), "lost"]
            rows.append({"seed": seed, "incident": name, "monitors": monitors, "books": told, "lost": lost})
    return rows


def books(earned: pd.Series, start: str) -> float:
    """Months from `start` until a settled month (EUR an application, by month) lies below all that is usual."""
    calm = earned[earned.index < start].iloc[-12:]
    months = month_range(start, len(earned[earned.index >= start]) - OUTCOMES_AFTER)
    low = np.flatnonzero(earned.loc[months] < calm.mean() - 3 * calm.std())
    return float(low[0] + OUTCOMES_AFTER) if len(low) else np.nan


def one(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All rows of one world: those of joins.csv and those of silence.csv."""
    return joins(seed), silence(seed)


def main(seeds: range) -> None:
    """Work the worlds out and write the two tables."""
    with ProcessPoolExecutor(2) as pool:
        worlds = list(pool.map(one, seeds))
    folder = ROOT / "data" / "infrastructure"
    folder.mkdir(exist_ok=True)
    for place, name in enumerate(("joins", "silence")):
        rows = [row for world in worlds for row in world[place]]
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(range(int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS)
