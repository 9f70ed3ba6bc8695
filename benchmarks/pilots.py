"""Pilots of lab 09 through many worlds: `python -m benchmarks.pilots [WORLDS] [JOBS]`.

Flies six pilots through worlds that no check of the lab uses and writes a row a world to pilots.csv: EUR of each pilot,
the bad months, the true-PD oracle. From these rows, pilots.md says what each pilot earns, and how often it would pass
each check of the assignment in sets of worlds drawn like those of grading. The two best pilots are not in what learners
get: "strong" is the reference answer of the assignment, "best" the best that we know under the same information.
"""

import os
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


def strong() -> Callable[[], cockpit.Pilot]:
    """The reference answer of the assignment."""
    answer = next(cell for cell in source.read(ASSIGNMENT, "assignment").tagged("answer") if "Pilot" in cell.names)
    names: dict[str, Any] = {"np": np}
    exec(compile(answer.source, ASSIGNMENT.name, "exec"), names)
    pilot: Callable[[], cockpit.Pilot] = names["Pilot"]
    return pilot


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
        return {"do": "refer", "reason": "second look", "evidence": {"feed.fault": panel["feed"]["fault"]}, "band": band}

    def _fit_to_fly(self, panel: dict[str, Any], new: dict[str, Any]) -> bool:
        judged = new["judged_by"] >= cockpit.LEAST_JUDGED and set(new["held_out"]) <= set(panel["complete"])
        return judged and new["gain"] is not None and new["gain"] > new["error"]

    def _worst(self, readings: dict[str, Any]) -> tuple[str, float]:
        kinds = ("salaried", "self_employed", "temporary", "pensioner")
        return max(((kind, readings[kind] or 0.0) for kind in kinds), key=lambda pair: pair[1])


def pilots() -> dict[str, Callable[[], cockpit.Pilot]]:
    """All by name; each entry makes a new one."""
    return {
        "never act": cockpit.NeverAct,
        "always retrain": cockpit.AlwaysRetrain,
        "naive": Naive,
        "sensible": Sensible,
        "strong": strong(),
        "best": Best,
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


def main(worlds: int = 200, jobs: int = 2) -> None:
    """Write the table and the report."""
    os.environ["OMP_NUM_THREADS"] = "1"
    table(worlds, jobs).to_csv(TABLE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
