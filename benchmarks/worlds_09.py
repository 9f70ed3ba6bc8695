"""What four pilots earn in 200 worlds of lab 09: `python -m benchmarks.worlds_09 [WORLDS]` writes data/pilots/.

Lesson 09 scores pilots against "reachable", the best pilot that we know under the same information. That pilot stands
in `benchmarks.pilots`, which learners do not get; they get what it earns. About a quarter of an hour on one core;
tests/test_lab09.py makes a sample again.
"""

import os
import sys
from typing import Any

import pandas as pd

from benchmarks import pilots
from bora import cockpit, data

FOLDER = pilots.ROOT / "data"
NAMES = {
    "never act": "never act",
    "always retrain": "each quarter",
    "naive": "naive",
    "sensible": "sensible",
    "best": "reachable",
}
"""Pilot of `benchmarks.pilots` -> what the table calls it."""


def world_rows(seed: int) -> list[dict[str, Any]]:
    """The rows of one world, a pilot each, money in whole EUR; "oracle" is what the true PDs would earn."""
    world = cockpit.make_world(seed)
    makers = pilots.pilots()
    flights = {name: cockpit.fly(world, makers[name]()).eur for name in NAMES}
    earned = {NAMES[name]: eur for name, eur in flights.items()} | {"oracle": world.oracle_profit()}
    return [{"world": seed, "pilot": name, "eur": round(eur)} for name, eur in earned.items()]


def main(worlds: int = 200) -> None:
    """Write the table and the checksums of data/."""
    os.environ["OMP_NUM_THREADS"] = "1"
    target = FOLDER / "pilots"
    target.mkdir(exist_ok=True)
    table = pd.DataFrame([row for seed in range(worlds) for row in world_rows(seed)])
    table.to_csv(target / "pilots.csv", index=False, lineterminator="\n")
    (FOLDER / data.CHECKSUMS).write_text(data.checksums(FOLDER), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
