"""Pilots of lab 09 through many worlds: `python -m benchmarks.pilots [WORLDS] [JOBS]`.

Flies six pilots through worlds that no check of the lab uses and writes a row a world to pilots.csv: EUR of each pilot,
the bad months, the true-PD oracle. From these rows, pilots.md says what each pilot earns, and how often it would pass
each check of the assignment in sets of worlds drawn like those of grading. The two best pilots are not in what learners
get: "strong" is the reference answer of the assignment, "best" the best that we know under the same information.
"""

import functools
import os
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bora import cockpit
from coursekit.texts import source

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = ROOT / "course" / "assignments" / "09_capstone.py"
TABLE = Path(__file__).with_name("pilots.csv")
REPORT = Path(__file__).with_name("pilots.md")
KEEP = {"do": "keep"}
NAMES = ("never act", "always retrain", "starter", "naive", "sensible", "strong", "best")
WORLDS, LEVELS, FLOOR = 8, (0.6, 0.7, 0.8), 300_000
"""What the assignment asks for: so many worlds a check, shares of what is reachable, and with the last one a floor."""


class Naive:
    """Lab 05 without a second thought: each quarter a model, promoted if it is better by two standard errors."""

    def act(self, panel: dict[str, Any]) -> dict[str, Any]:
        """Retrain on schedule, promote by the gate."""
        new = panel["challenger"]
        if new and new["made_in"] == panel["month"] and new["gain"] and new["judged_by"] >= cockpit.LEAST_JUDGED:
            if new["gain"] > 2 * new["error"]:
                return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
            return KEEP
        return cockpit.AlwaysRetrain().act(panel)


class Sensible:
    """Retrains when complete outcomes show decay, and asks no clerk."""

    last = -9

    def act(self, panel: dict[str, Any]) -> dict[str, Any]:
        """Retrain on decay, promote what is better."""
        new, z = panel["challenger"], panel["outcomes"]["z"] or 0.0
        if new and new["made_in"] == panel["month"] and new["gain"] and new["judged_by"] >= cockpit.LEAST_JUDGED:
            if new["gain"] > new["error"]:
                return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
            return KEEP
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-7:]
        if z > 2 and panel["number"] >= self.last + 3 and panel["trainings"] < cockpit.MOST_TRAININGS:
            self.last = panel["number"]
            return {"do": "retrain", "reason": "decay", "evidence": {"outcomes.z": z}, "months": sound}
        return KEEP


@functools.cache
def of_the_assignment() -> dict[str, Callable[[], cockpit.PilotLike]]:
    """The given pilot to start from, and the reference answer."""
    text = source.read(ASSIGNMENT, "assignment")
    given = next(cell for cell in text.cells if "class Starter:" in cell.source).source.partition("\nflown = ")[0]
    answer = next(cell for cell in text.tagged("answer") if "Pilot" in cell.names).source
    names: dict[str, Any] = {}
    exec(compile(f"{given}\n{answer}", ASSIGNMENT.name, "exec"), names)
    return {"starter": names["Starter"], "strong": names["Pilot"]}


class Best:
    """As "strong", with clerks around the break-even in calm months as well, and the newest months to learn from."""

    calm, shaken, broken = [0.12, 0.2], [0.08, 0.2], [0.6, 1.0]
    fit, every = 5, 2

    def __init__(self) -> None:
        self.last = -9

    def act(self, panel: dict[str, Any]) -> dict[str, Any]:
        """Promote, retrain, or send for clerks."""
        new, now = panel["challenger"], panel["number"]
        if new and new["made_in"] == panel["month"] and self._fit_to_fly(panel, new):
            return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
        kind, z = self._worst(panel["outcomes"])
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-self.fit :]
        due = panel["asked"] == 0 and now >= self.last + self.every and panel["trainings"] < 8 and now < 22
        if due and z > 2 and len(sound) > 3:
            self.last = now
            return {"do": "retrain", "reason": "decay", "evidence": {f"outcomes.{kind}": z}, "months": sound}
        kind, z = self._worst(panel["early"])
        shaken = z > 3 or (z > 1.5 and panel["clerks"]["low"] == self.shaken[0])
        band = self.broken if panel["feed"]["fault"] else self.shaken if shaken else self.calm
        if band == [panel["clerks"]["low"], panel["clerks"]["high"]]:
            return KEEP
        return {
            "do": "refer",
            "reason": "second look",
            "evidence": {"feed.fault": panel["feed"]["fault"]},
            "band": band,
        }

    def _fit_to_fly(self, panel: dict[str, Any], new: dict[str, Any]) -> bool:
        judged = new["judged_by"] >= cockpit.LEAST_JUDGED and set(new["held_out"]) <= set(panel["complete"])
        return judged and new["gain"] is not None and new["gain"] > new["error"]

    def _worst(self, readings: dict[str, Any]) -> tuple[str, float]:
        kinds = ("salaried", "self_employed", "temporary", "pensioner")
        return max(((kind, readings[kind] or 0.0) for kind in kinds), key=lambda pair: pair[1])


def pilots() -> dict[str, Callable[[], cockpit.PilotLike]]:
    """All by name; each entry makes a new one."""
    return {
        "never act": cockpit.NeverAct,
        "always retrain": cockpit.AlwaysRetrain,
        "naive": Naive,
        "sensible": Sensible,
        "best": Best,
        **of_the_assignment(),
    }


def row(seed: int) -> dict[str, Any]:
    """One world: EUR of each pilot, rules broken by all of them together, CPU seconds of world and flights."""
    started = time.process_time()
    world = cockpit.make_world(seed)
    line: dict[str, Any] = {"seed": seed, "oracle": round(world.oracle_profit())}
    made = time.process_time()
    flights = {name: cockpit.fly(world, make()) for name, make in pilots().items()}
    line |= {name: round(flown.eur) for name, flown in flights.items()}
    line["broken"] = sum(len(flown.broken) for flown in flights.values())
    line["worst month of strong"] = round((flights["strong"].months["eur"] - flights["never act"].months["eur"]).min())
    line["world seconds"] = round(made - started, 3)
    line["flight seconds"] = round((time.process_time() - made) / len(flights), 3)
    return line


def table(worlds: int, jobs: int) -> pd.DataFrame:
    """The rows of so many worlds."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return pd.DataFrame(pool.map(row, range(10_001, 10_001 + worlds), chunksize=4))


def references() -> str:
    """EUR of never-act, AlwaysRetrain and the best pilot in the worlds of each hidden check, as its cell has them."""
    lines = []
    for check in source.read(ASSIGNMENT, "assignment").checks("9.1"):
        call = re.search(r'worlds\(\s*(\d+), "(.*)"\s*\)', check.source)
        for world in cockpit.worlds(int(call[1]), call[2]) if call else []:
            earned = [round(cockpit.fly(world, make()).eur) for make in (cockpit.NeverAct, cockpit.AlwaysRetrain, Best)]
            lines.append(f"{check.name} {earned}")
    return "\n".join(lines)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """What each pilot earns against never-act, in thousand EUR a world, and its share of what is reachable."""
    gained = found[list(NAMES)].sub(found["never act"], axis=0) / 1000
    return pd.DataFrame(
        {
            "mean": gained.mean().round(),
            "median": gained.median().round(),
            "worst world": gained.min().round(),
            "best world": gained.max().round(),
            "beats never-act, %": 100 * (gained > 0).mean(),
            "beats AlwaysRetrain, %": 100 * gained.gt(gained["always retrain"], axis=0).mean(),
            "share of reachable, %": (100 * gained.sum() / gained["best"].sum()).round(),
        }
    )


def passes(found: pd.DataFrame, draws: int = 4000) -> pd.DataFrame:
    """In how many per cent of draws of WORLDS worlds a pilot reaches each level, and what shares the draws have."""
    rng = np.random.default_rng(9)
    gained = found[list(NAMES)].sub(found["never act"], axis=0)
    drawn = [rng.choice(len(gained), WORLDS, replace=False) for _ in range(draws)]
    best = gained["best"].to_numpy()
    rows = {}
    for name in NAMES:
        own = gained[name].to_numpy()
        shares = np.array([own[worlds].sum() / best[worlds].sum() for worlds in drawn])
        worst = np.array([own[worlds].min() for worlds in drawn])
        reached = {f"share {level:.0%}": 100 * (shares >= level).mean() for level in LEVELS}
        reached[f"share {LEVELS[-1]:.0%} and floor"] = 100 * ((shares >= LEVELS[-1]) & (worst >= -FLOOR)).mean()
        low, middle, high = 100 * np.quantile(shares, [0.01, 0.5, 0.99])
        rows[name] = reached | {"share: 1st percentile": low, "median": middle, "99th percentile": high}
    return pd.DataFrame(rows).T.round(1)


def _markdown(table: pd.DataFrame) -> str:
    """A table of numbers, a pilot a row."""
    lines = [["pilot", *table.columns], ["---"] * (1 + len(table.columns))]
    lines += [
        [str(name), *(f"{value:,.10g}" for value in row)]
        for name, row in zip(table.index, table.to_numpy(), strict=True)
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(found: pd.DataFrame) -> str:
    """The page beside the table."""
    speed = found[["world seconds", "flight seconds"]].mean()
    month = found["worst month of strong"]
    return f"""# Pilots of lab 09

{len(found)} worlds of `bora.cockpit.make_world` (seeds 10,001 and on), a row each in [pilots.csv](pilots.csv); made by
`python -m benchmarks.pilots`. Thousand EUR a world against never-act:

{_markdown(summary(found))}

How often each pilot reaches the levels of the assignment, per cent of draws of {WORLDS} of these worlds. (The worlds of
its hidden checks are not such draws: their secrets were tried one after the other until "always retrain" reached
within 7 points of its share above, and "sensible" within 6, so that no middling pilot passes by luck.)

{_markdown(passes(found))}

Rules broken by all seven together: {found["broken"].sum()}. A world takes {speed.iloc[0]:.2f} CPU s to make; a flight
of 24 months {speed.iloc[1]:.2f} CPU s, fits included, so {1 / speed.iloc[1]:.1f} flights a second on one core. The
month in which "strong" falls furthest behind never-act costs {-month.median():,.0f} EUR in the median world, and more
than 100,000 EUR (the fine for false evidence) in {(month < -100_000).mean():.0%} of the worlds.
"""


def main(worlds: int = 200, jobs: int = 2) -> None:
    """Write the table and the report; with 0 worlds the report alone, and what hidden cells compare with."""
    os.environ["OMP_NUM_THREADS"] = "1"
    if worlds:
        table(worlds, jobs).to_csv(TABLE, index=False, lineterminator="\n")
    else:
        print(references())
    REPORT.write_text(report(pd.read_csv(TABLE)), encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
