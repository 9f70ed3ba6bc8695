"""The table of flights in data/flights/: every policy of lab 05 through 200 worlds. `python -m bora.flights` makes it.

Two families of worlds, a hundred each: "other luck" keeps the calendar of the frozen world and changes the people;
"other order" also draws which incidents come, when, what people do to the pipeline, and whether a feed fails. It takes
about ten minutes on one core; tests/test_flights.py makes a sample again.
"""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bora import data
from bora.flight import Flight, Release, Scenario, Terrain, fly
from bora.incidents import Campaign, CategoryRename, Gaming, Incident, RateShock, UnitChange
from bora.loops import POLICIES
from bora.world import month_range

FAMILIES = ("other luck", "other order")
WORLDS = 100
FLOWN = month_range("2024-01", 24)


def scenario(family: str, number: int) -> Scenario:
    """The world `number` (from 1) of a family; the same arguments give the same one."""
    if family not in FAMILIES:
        raise ValueError(f"there is no family {family!r}; there are {', '.join(FAMILIES)}")
    if family == "other luck":
        return Scenario(seed=number)
    rng = np.random.default_rng([2026, number])
    return Scenario(1000 + number, _incidents(rng), _releases(rng), _silent(rng))


def rate_shock(family: str, number: int) -> str:
    """When interest rates jump in a world: "by 2024-12", "later" or "never"."""
    starts = [one.start for one in scenario(family, number).incidents if isinstance(one, RateShock)]
    if not starts:
        return "never"
    return "by 2024-12" if starts[0] <= "2024-12" else "later"


def _incidents(rng: np.random.Generator) -> tuple[Incident, ...]:
    """Each kind comes in four of five worlds, in any order; a rate shock and gaming stay."""
    found: list[Incident] = []
    for kind in (UnitChange, Campaign, RateShock, Gaming, CategoryRename):
        comes, start, length = rng.random() < 0.8, int(rng.integers(1, 20)), int(rng.integers(1, 5))
        if comes and kind in (RateShock, Gaming):
            found.append(kind(FLOWN[start]))
        elif comes:
            found.append(kind(FLOWN[start], FLOWN[min(start + length - 1, 23)]))
    return tuple(found)


def _releases(rng: np.random.Generator) -> tuple[Release, ...]:
    """A mirrored target once, and the freshest labels for two to six months."""
    mirrored, fresh, length = (int(rng.integers(low, high)) for low, high in ((0, 24), (1, 18), (2, 7)))
    changes = (
        Release("2023-12"),
        Release(FLOWN[mirrored], target="repaid"),
        Release(FLOWN[fresh], labels="freshest"),
        Release(FLOWN[fresh + length]),
    )
    return tuple(sorted(changes, key=lambda release: release.month))


def _silent(rng: np.random.Generator) -> tuple[str, ...]:
    """In every other world one feed is missing for a month."""
    month = FLOWN[int(rng.integers(0, 24))]
    return (month,) if rng.random() < 0.5 else ()


def row(flight: Flight) -> dict[str, Any]:
    """What the table keeps of a flight; money in whole EUR."""
    judges = [event.evidence["held_out_loans"] for event in flight.events if "held_out_loans" in event.evidence]
    return {
        "months": len(flight.months),
        "eur": round(flight.profit),
        "worst_month_eur": round(flight.months["eur"].min()),
        "trained": flight.count("train"),
        "promoted": flight.count("promote"),
        "refused": flight.count("refuse"),
        "failed": flight.count("fail"),
        "batches_refused": flight.count("refuse batch"),
        "smallest_judge": min(judges, default=pd.NA),
    }


def world_rows(family: str, number: int, policies: Iterable[str] = POLICIES) -> list[dict[str, Any]]:
    """The rows of one world, a policy each; `oracle_eur` is what the true PDs would have earned there."""
    terrain = Terrain(scenario(family, number))
    oracle = round(terrain.oracle_profit())
    rows = []
    for name in policies:
        policy = POLICIES[name]()
        line = row(fly(terrain, policy))
        if getattr(policy, "margin", None) is None:  # no model gate, so nobody judged
            line["smallest_judge"] = pd.NA
        rows.append({"family": family, "world": number, "policy": name, **line, "oracle_eur": oracle})
    return rows


def table(worlds: int = WORLDS, jobs: int = 2) -> pd.DataFrame:
    """All rows of `worlds` worlds of each family."""
    cases = [(family, number) for family in FAMILIES for number in range(1, worlds + 1)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        rows = list(pool.map(world_rows, *zip(*cases, strict=True)))
    return pd.DataFrame([line for lines in rows for line in lines]).astype({"smallest_judge": "Int64"})


def main(folder: Path) -> None:
    """Write `folder`/flights/flights.csv and the checksums of everything in `folder`."""
    os.environ["OMP_NUM_THREADS"] = "1"
    target = folder / "flights"
    target.mkdir(parents=True, exist_ok=True)
    table().to_csv(target / "flights.csv", index=False, lineterminator="\n")
    (folder / data.CHECKSUMS).write_text(data.checksums(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data"))
