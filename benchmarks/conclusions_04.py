"""Does lesson 04 hold in other worlds? `python -m benchmarks.conclusions_04 [COUNT]` runs its code with other seeds.

Every cell runs as in the notebook, services included; only SEED differs. Printed is, for each conclusion that the text
states, in how many of the worlds it holds. What the text generalises comes from data/services/ (100 worlds, see
benchmarks.worlds_04); the rest it states "in this world".
"""

import contextlib
import io
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import matplotlib as mpl

from benchmarks.worlds_04 import LESSON, ROOT
from coursekit.texts import source

SHOCK = ["2024-10", "2024-11", "2024-12", "2025-01", "2025-02"]
LOUD = {
    "unit change": ("burden", "2024-03", "2024-05"),
    "campaign": ("age", "2024-06", "2024-08"),
    "gaming": ("log_savings", "2025-03", "2025-12"),
    "rename": ("purpose", "2025-07", "2025-08"),
}
CONCLUSIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no request fails while B is away": lambda n: (n["sent"]["status"] == 200).all(),
    "the gate lets the nightly model pass": lambda n: n["auc"] >= n["MIN_AUC"],
    "an overwritten file passes identity only": lambda n: (
        n["report"]["B, overwritten"]["same version"] and not n["report"]["B, overwritten"]["same file"]
    ),
    "where parity fails, money goes": lambda n: all(
        (row["largest gap"] > n["MAX_GAP"])
        == (row["EUR per 1,000"] < 0.95 * n["report"]["A, as released"]["EUR per 1,000"])
        for row in n["report"].values()
    ),
    "all of young months' known loans are defaults": lambda n: n["since_july"]["default"].astype(float).mean() == 1,
    "the data monitor is silent in the rate shock": lambda n: (n["strength"].loc[SHOCK] <= 1).all(axis=None),
    "the data monitor alarms in every month of the others": lambda n: all(
        (n["strength"].loc[first:last, feature] > 1).all() for feature, first, last in LOUD.values()
    ),
    "a floor of 1 EUR finds the rename only": lambda n: list(n["names_of_floor"](1)) == ["2025-07", "2025-08"],
    "the model is over-confident (in this world)": lambda n: (
        n["auc_of"]["estimated, as released"] > n["auc_of"]["real"]
    ),
    "recalibration brings the estimate nearer (in this world)": lambda n: (
        abs(n["auc_of"]["estimated, recalibrated"] - n["auc_of"]["real"])
        < abs(n["auc_of"]["estimated, as released"] - n["auc_of"]["real"])
    ),
    "the estimate misses the rate shock": lambda n: "rate shock" in set(n["spells"].index[n["wrong"]]),
    "the estimate is right in calm months and campaign": lambda n: (
        not {"calm", "campaign"} & set(n["spells"].index[n["wrong"]])
    ),
    "few cheats: the pile alarms more often than PSI": lambda n: (
        n["caught"]["to 3,000, one in ten"]["pile alarms"] > n["caught"]["to 3,000, one in ten"]["PSI alarms"]
    ),
    "30 % more, anywhere: both alarm in at most 3 of 12": lambda n: (
        max(n["caught"]["30 % more, anywhere"][which] for which in ("PSI alarms", "pile alarms")) <= 3
    ),
}


def run(seed: int) -> dict[str, Any]:
    """The lesson's names after all of its cells have run with `seed`."""
    namespace: dict[str, Any] = {}
    try:
        for cell in source.read(LESSON, "lesson").cells:
            if cell.cell_type == "code":
                code = cell.source.replace("SEED = 2023", f"SEED = {seed}")
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(code, f"{LESSON.name}:{cell.line}", "exec"), namespace)
    finally:
        if "fleet" in namespace:
            namespace["fleet"].stop()
            namespace["store"].close()
    everyone, served = namespace["everyone"], namespace["served"]
    namespace["auc_of"] = namespace["estimated_and_real"]
    namespace["names_of_floor"] = lambda floor: (
        (broken := namespace["broken_share"](everyone[served], floor) > 0.01)[broken].index
    )
    return namespace


def main(count: int) -> None:
    """Run `count` worlds and print how often each conclusion holds."""
    mpl.use("Agg")
    os.chdir(ROOT / "notebooks")
    holds = dict.fromkeys(CONCLUSIONS, 0)
    for seed in range(1, count + 1):
        began = time.monotonic()
        namespace = run(seed)
        found = {name: bool(holds_in(namespace)) for name, holds_in in CONCLUSIONS.items()}
        for name, true in found.items():
            holds[name] += true
        mpl.pyplot.close("all")
        missing = [name for name, true in found.items() if not true]
        print(f"seed {seed}: {time.monotonic() - began:.0f} s; does not hold: {missing or 'nothing'}", flush=True)
    for name, worlds in holds.items():
        print(f"{worlds:3d} of {count}: {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
