"""Lab 05 in worlds that its table does not hold: `python -m benchmarks.worlds_05 [FIRST_SEED] [WORLDS]`.

Flies the loops of the lesson, taken from its text, through 20 worlds of its calendar and 20 of another order, and
prints in how many of them each conclusion of the lesson holds, beside what the table in data/flights/ says.
"""

import sys
from pathlib import Path
from typing import Any

import pandas as pd

from bora import flight, loops
from bora.flights import FAMILIES, scenario
from coursekit.texts import source

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "course" / "lessons" / "05_mlops_lifecycle.py"
TABLE = ROOT / "data" / "flights" / "flights.csv"


def lesson_loops() -> dict[str, Any]:
    """The loops that the lesson defines, by the table's names."""
    names: dict[str, Any] = dict(vars(flight)) | dict(vars(loops))
    for cell in source.read(LESSON, "lesson").cells:
        if cell.cell_type == "code" and cell.source.startswith("class ") and "Mine" not in cell.source:
            exec(compile(cell.source, f"{LESSON.name}:{cell.line}", "exec"), names)
    return {
        "never act": names["NeverAct"],
        "blind retraining": names["Retrain"],
        "model gate only": names["ModelGateOnly"],
        "gates, batch by batch": names["BatchByBatch"],
        "strict gates": loops.POLICIES["strict gates"],
    }


def fly_all(family: str, number: int, policies: dict[str, Any]) -> dict[str, float]:
    """EUR of each policy in one world, and the fewest loans that the gate without a data gate judged by."""
    terrain = flight.Terrain(scenario(family, number))
    flights = {name: flight.fly(terrain, make()) for name, make in policies.items()}
    judged = flights["model gate only"].events
    loans = [event.evidence["held_out_loans"] for event in judged if "held_out_loans" in event.evidence]
    return {name: one.profit for name, one in flights.items()} | {"smallest_judge": min(loans, default=0)}


def conclusions(money: pd.DataFrame) -> pd.Series:
    """In how many per cent of the worlds (rows) each statement of section 8 holds."""
    gated, blind, never = (money[name] for name in ("gates, batch by batch", "blind retraining", "never act"))
    holds = {
        "the gated loop earns more than never acting": gated > never,
        "the gated loop earns more than blind retraining": gated > blind,
        "gates are worth more than retraining": gated - blind > blind - never,
        "the gated loop loses 100,000 EUR or more by acting": gated < never - 100_000,
        "blind retraining loses 100,000 EUR or more by acting": blind < never - 100_000,
        "the strict gate earns more than the gated loop": money["strict gates"] > gated,
        "without a data gate, a judge has fewer than 10 loans": money["smallest_judge"] < 10,
    }
    return pd.Series({text: 100 * found.mean() for text, found in holds.items()})


def tabled(family: str) -> pd.DataFrame:
    """The table's worlds of a family in the same form."""
    table = pd.read_csv(TABLE).query("family == @family")
    money = table.pivot(index="world", columns="policy", values="eur")
    judges = table[table["policy"] == "model gate only"].set_index("world")["smallest_judge"]
    return money.assign(smallest_judge=judges)


def main(first: int = 501, worlds: int = 20) -> None:
    """Print a table: statement, family, per cent of the new worlds, per cent of the table's."""
    policies, columns = lesson_loops(), {}
    for family in FAMILIES:
        rows = [fly_all(family, number, policies) for number in range(first, first + worlds)]
        columns[f"{family}, {worlds} new worlds"] = conclusions(pd.DataFrame(rows))
        columns[f"{family}, table"] = conclusions(tabled(family))
    print(pd.DataFrame(columns).round(0).astype(int).to_string())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
