"""A pipeline of three steps whose effects are counted, for runners that are killed in lab 06.

A runner is a script, `python runner.py FOLDER`, that calls `run(name, folder)` for each of NAMES, in this order. Each
step adds its name to a ledger: that is its effect on the world (a payment, a mail, a release), and it should happen
exactly once. `trial` kills a runner at every point where it hurts, starts it again, and reads the ledger.
"""

import tempfile
import time
from pathlib import Path

from bora import unplug

NAMES = ("collect", "train", "release")
POINTS = tuple(f"{when} {name}" for name in NAMES for when in ("before", "after"))
"""Where a runner can be killed: before a step's effect, and after it, before the runner hears that it is done."""


def run(name: str, folder: Path) -> None:
    """Carry out a step: its effect is one line in the ledger. Raises ValueError for an unknown name."""
    if name not in NAMES:
        raise ValueError(f"there is no step {name!r}; there are {', '.join(NAMES)}")
    _pass(f"before {name}", folder)
    with (folder / "ledger.txt").open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    _pass(f"after {name}", folder)


def ledger(folder: Path) -> list[str]:
    """The effects so far, in their order."""
    file = folder / "ledger.txt"
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def trial(runner: str | Path) -> dict[str, str]:
    """Kill `runner` at each of POINTS and start it again: what the ledger then says, or how the second start ended."""
    found = {}
    for point in POINTS:
        with tempfile.TemporaryDirectory(prefix="bora-trial-") as name:
            _killed(runner, Path(name), point)
            found[point] = _restarted(runner, Path(name))
    return found


def _killed(runner: str | Path, folder: Path, point: str) -> None:
    """Start `runner` and kill it at `point`."""
    (folder / "hold_at").write_text(point, encoding="utf-8")
    unplug.run(runner, folder, kill_at=folder / "held")
    (folder / "hold_at").unlink()


def _restarted(runner: str | Path, folder: Path) -> str:
    """Start `runner` once more: what the ledger says at its end, or how it ended, if it broke."""
    ended = unplug.run(runner, folder)
    return " ".join(ledger(folder)) if ended == "done" else ended


def _pass(point: str, folder: Path) -> None:
    """Go on, unless a trial wants to kill us here: then say so, and wait for it."""
    order = folder / "hold_at"
    if order.exists() and order.read_text(encoding="utf-8") == point:
        (folder / "held").touch()
        time.sleep(60)
