"""Bets: what a learner expected is entered before a cell is run, and comes back scored beside what happened."""

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Any


def settle(bet: Any, truth: Any, within: float = 0.0) -> None:
    """Print one line: how good a bet was. Never raises; `...` means that no bet was placed.

    `truth` is a number (right within `within`), a word, a set (what is in it) or a list (what comes before what; a set
    in it holds those whose order does not count). What is no such bet is not counted, and the truth not told.
    """
    if bet is ...:
        print(f"No bet was placed. It is: {_words(truth)}.")
    elif isinstance(truth, (set, frozenset)):
        print(_settle_set(bet, truth))
    elif isinstance(truth, list):
        print(_settle_order(bet, truth))
    elif not isinstance(truth, str) and not _is_number(bet):
        print(f"Not counted: a number is asked, not {bet!r}.")
    else:
        print(f"{'Won' if _close(bet, truth, within) else 'Lost'}: you said {_words(bet)}, it is {_words(truth)}.")


def pay_out(chips: Any, costs: Mapping[str, float]) -> None:
    """Print what 100 chips on the names of `costs` bring back. Never raises; `...` means that none were placed.

    A chip pays the cost of its name over the mean cost: spread evenly, 100 chips bring back 100.
    """
    best = max(costs, key=lambda name: costs[name])
    mean = sum(costs.values()) / len(costs)
    most = f"all on {best!r} would have brought {100 * costs[best] / mean:.0f}"
    if chips is ...:
        print(f"No chips were placed; {most}.")
    elif problem := _wrong_chips(chips, costs):
        print(f"Not counted: {problem}.")
    else:
        print(f"Your 100 chips bring back {sum(chips[name] * costs[name] / mean for name in chips):.0f}; {most}.")


def _wrong_chips(chips: Any, costs: Mapping[str, float]) -> str:
    """What is wrong with a bet of chips, "" where nothing is."""
    if not isinstance(chips, Mapping):
        return "a dict from names to chips is asked"
    unknown = [name for name in chips if name not in costs]
    if unknown:
        return f"there is no {unknown[0]!r}; there are {', '.join(costs)}"
    if not all(isinstance(count, (int, float)) and count >= 0 for count in chips.values()):
        return "chips are numbers, 0 or more"
    return "" if abs(sum(chips.values()) - 100) < 1e-9 else f"you placed {sum(chips.values()):g} chips, not 100"


def _settle_set(bet: Any, truth: set[Any] | frozenset[Any]) -> str:
    if not isinstance(bet, (set, frozenset, list, tuple)):
        return "Not counted: a set is asked, like {'this', 'that'}."
    said = {str(item) for item in bet}
    right, all_of_it = said & {str(item) for item in truth}, {str(item) for item in truth}
    verdict = "Won" if said == all_of_it else f"{len(right)} right, {len(said - all_of_it)} too many"
    return f"{verdict}: it is {_words(truth)}."


def _settle_order(bet: Any, truth: list[Any]) -> str:
    groups = [sorted(map(str, item)) if isinstance(item, set) else [str(item)] for item in truth]
    names = sorted(name for group in groups for name in group)
    if not isinstance(bet, (list, tuple)) or sorted(map(str, bet)) != names:
        return f"Not counted: a list of these is asked, each once: {', '.join(names)}."
    place = {str(item): number for number, item in enumerate(bet)}
    pairs = [(one, other) for before, after in combinations(groups, 2) for one in before for other in after]
    right = sum(place[one] < place[other] for one, other in pairs)
    return f"{right} of {len(pairs)} pairs are in the right order. It is: {_words(truth)}."


def _is_number(bet: Any) -> bool:
    try:
        return not math.isnan(float(bet))
    except (TypeError, ValueError):
        return False


def _close(bet: Any, truth: Any, within: float) -> bool:
    if isinstance(truth, str):
        return str(bet).strip().lower() == truth.strip().lower()
    return bool(abs(float(bet) - float(truth)) <= within)


def _words(value: Any) -> str:
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(map(str, value))) or "none"
    if isinstance(value, (list, tuple)):
        return " > ".join(" = ".join(sorted(item)) if isinstance(item, set) else str(item) for item in value)
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
