"""The cockpit of lab 09: a pilot flies Bora by instruments, month by month, under rules that have a price.

A pilot is anything with a method `act(panel) -> action`; both are plain data (numbers, strings, lists, dicts):

    flown = fly(make_world(7), Pilot())
    flown.eur, flown.broken, flown.months, flown.log

The panel is a copy of what the team's instruments show (labs 04, 05 and 08); `panel` says what is in it. The world,
with its truth and its future, stays with `fly`: a pilot in another process gets numbers, and nothing of the simulator.
An action is a dict:

    {"do": "keep"}
    {"do": "retrain", "reason": "...", "evidence": {"early.z": 4.2}, "months": ["2024-01", "2024-02", "2024-03"]}
    {"do": "promote", "reason": "...", "evidence": {...}}            # the challenger, or "version": 3
    {"do": "roll back", "reason": "...", "evidence": {...}}          # to the predecessor, or "version": 1
    {"do": "refer", "reason": "...", "evidence": {...}, "band": [0.1, 0.2]}
    {"do": "stop", "reason": "...", "evidence": {...}}

A pilot is asked again within a month until it keeps or has acted MAX_ACTIONS times. What it does counts from the next
month on. RULES says what is forbidden; an action against a rule is carried out and costs its fine.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from bora import checks
from bora.flight import CLERKS, KEEP, Action, Event, Model, Release, Scenario, Terrain, View
from bora.flight import fly as fly_through
from bora.incidents import Campaign, CategoryRename, Gaming, Incident, RateShock, UnitChange
from bora.world import EMPLOYMENTS, OUTCOME_WINDOW, month_range

FLOWN = month_range("2024-01", 24)
KINDS = ("keep", "retrain", "promote", "roll back", "refer", "stop")
APPLICATIONS = 800
"""How many come in a usual month."""
LEAST_JUDGED = 300
"""Loans, all of complete months, by which a model must have been judged before it is promoted."""
MOST_TRAININGS = 8
"""In a flight, the launch not counted."""
KNOWN_AFTER = (0.0, 0.018, 0.131, 0.407, 0.744, 0.950, 1.0)
"""Which share of the defaults of a month is known after 0 to 6 months, from the loans of earlier years."""

PRICES = {"training": 10_000, "clerk": CLERKS.price, "crash": 100_000, "false evidence": 100_000, "other rule": 50_000}
"""EUR: a training, a look of a clerk, and the fines for what RULES forbids."""

RULES = {
    "crash": "act answers with an action as the table says, without an error",
    "no reason": "whatever is done has a reason in words, and at least one reading of the panel as evidence",
    "false evidence": "each reading stands on the panel, with that value",
    "unclean": "no model is promoted that was fitted on a month whose batch broke the contract",
    "unjudged": f"no model is promoted that was not judged by {LEAST_JUDGED} loans or more, all of complete months",
    "too many trainings": f"a flight has {MOST_TRAININGS} trainings at most",
}


class PilotLike(Protocol):
    """Whoever flies."""

    def act(self, panel: dict[str, Any]) -> Mapping[str, Any]:
        """What to do now, given what the instruments show."""
        ...


@dataclass
class Flown:
    """A finished flight.

    months: a row a month: month, applications, granted, referred, version, loans (EUR that the decisions bring), costs
    (trainings and clerks), fines, eur (what is left). log: the black box, an entry each time the pilot was asked:
    {"month", "panel", "action", "broken"}, the last a list of keys of RULES. events: the recorder of `bora.flight`.
    """

    months: pd.DataFrame
    log: list[dict[str, Any]] = field(repr=False)
    events: list[Event] = field(repr=False)

    @property
    def eur(self) -> float:
        """What is left after 24 months, EUR."""
        return float(self.months["eur"].sum())

    @property
    def broken(self) -> list[tuple[str, str]]:
        """The rules that were broken: (month, rule), in order."""
        return [(entry["month"], rule) for entry in self.log for rule in entry["broken"]]


def make_world(seed: int, applications: int = APPLICATIONS) -> Terrain:
    """A world of the capstone, ready to be flown through (about a quarter of a second). Any whole number is a seed.

    Each of the five incidents comes in 85 of 100 worlds, in any order and strength; somebody releases a mirrored target
    once and the freshest labels for some months; every other world misses a feed for one month.
    """
    rng = np.random.default_rng([9, seed])
    scenario = Scenario(int(rng.integers(1 << 62)), _incidents(rng), _releases(rng), _silent(rng), applications)
    return Terrain(scenario)


def make_storm(seed: int) -> Terrain:
    """A tiny branch in a nasty year: two to twenty applications a month, so that months without a granted loan, an
    outcome or a model occur, and four feeds are missing.
    """
    rng = np.random.default_rng([90, seed])
    silent = tuple(str(month) for month in rng.choice(FLOWN, 4, replace=False))
    scenario = Scenario(int(rng.integers(1 << 62)), _incidents(rng), _releases(rng), silent, int(rng.integers(2, 20)))
    return Terrain(scenario)


@dataclass(frozen=True)
class World:
    """A world with what the two given pilots earn in it, EUR."""

    terrain: Terrain = field(repr=False)
    never_act: float
    always_retrain: float


@checks.once
def practice(count: int = 6) -> list[World]:
    """The first so many practice worlds, those of the seeds 1, 2, ...; each is made once."""
    terrains = [make_world(seed) for seed in range(1, count + 1)]
    return [World(one, fly(one, NeverAct()).eur, fly(one, AlwaysRetrain()).eur) for one in terrains]


@checks.once
def worlds(count: int, secret: str) -> list[Terrain]:
    """So many worlds that nobody can find by trying seeds, the same for the same secret; each is made once."""
    return [_packed(make_world(seed)) for seed in checks.seeds(count, secret)]


@checks.once
def storms(count: int, secret: str) -> list[Terrain]:
    """So many storms, likewise."""
    return [_packed(make_storm(seed)) for seed in checks.seeds(count, secret)]


def _packed(terrain: Terrain) -> Terrain:
    terrain.forget_applications()
    return terrain


class NeverAct:
    """The model of the launch decides for ever."""

    def act(self, panel: dict[str, Any]) -> dict[str, Any]:
        """Keep."""
        return {"do": "keep"}


class AlwaysRetrain:
    """Each quarter a new model from the newest eight sound months, promoted whenever the rules allow it."""

    def act(self, panel: dict[str, Any]) -> dict[str, Any]:
        """Retrain, then promote."""
        new = panel["challenger"]
        if new and new["made_in"] == panel["month"] and new["judged_by"] >= LEAST_JUDGED:
            evidence = {"challenger.judged_by": new["judged_by"]}
            return {"do": "promote", "reason": "it is newer", "evidence": evidence}
        if panel["month"][5:] in ("01", "04", "07", "10") and panel["asked"] == 0:
            sound = [month for month in panel["complete"] if not panel["batches"][month]]
            evidence = {"month": panel["month"]}
            return {"do": "retrain", "reason": "a new quarter", "evidence": evidence, "months": sound[-8:]}
        return {"do": "keep"}


def _incidents(rng: np.random.Generator) -> tuple[Incident, ...]:
    """What comes, and when; the draws do not depend on what comes."""
    found: list[Incident] = []
    for kind in (UnitChange, Campaign, RateShock, Gaming, CategoryRename):
        comes, length, strength = rng.random() < 0.85, int(rng.integers(2, 6)), rng.random()
        start = int(rng.integers(1, 12 if kind is RateShock else 20))
        channel, renamed = str(rng.choice(["branch", "web", "broker"])), int(rng.integers(3))
        first, last = FLOWN[start], FLOWN[min(start + length - 1, 23)]
        if not comes:
            continue
        if kind is UnitChange:
            found.append(UnitChange(first, last, channel=channel))
        elif kind is Campaign:
            found.append(Campaign(first, last, extra=0.2 + 0.6 * strength, channel=channel))
        elif kind is RateShock:
            found.append(RateShock(first, strength=0.8 + 1.2 * strength, ramp=length - 1))
        elif kind is Gaming:
            found.append(Gaming(first, share=0.3 + 0.6 * strength))
        else:
            found.append(CategoryRename(first, last, *_RENAMED[renamed]))
    return tuple(found)


_RENAMED = (
    ("purpose", "car", "vehicle"),
    ("purpose", "consolidation", "debt"),
    ("employment", "temporary", "fixed_term"),
)


def _releases(rng: np.random.Generator) -> tuple[Release, ...]:
    mirrored, fresh, length = (int(rng.integers(low, high)) for low, high in ((0, 24), (1, 18), (2, 7)))
    changes = (
        Release("2023-12"),
        Release(FLOWN[mirrored], target="repaid"),
        Release(FLOWN[fresh], labels="freshest"),
        Release(FLOWN[min(fresh + length, 23)]),
    )
    return tuple(sorted(changes, key=lambda release: release.month))


def _silent(rng: np.random.Generator) -> tuple[str, ...]:
    month = FLOWN[int(rng.integers(0, 24))]
    return (month,) if rng.random() < 0.5 else ()


def panel(view: View, asked: int = 0, trainings: int = 0) -> dict[str, Any]:
    """What the instruments show, as plain data. Where there is nothing to measure, a reading is None.

    month; number: 0 to 23; asked: how often the pilot has acted this month; trainings: how many so far
    feed: {rows: applications that arrived, 0 where the feed is missing; fault: what broke the contract, or ""}
    drift: PSI of burden, log_savings, late_payments, age against the months that the champion was fitted on; limit:
        what luck alone exceeds once in a thousand
    granted: {then, now}: share that the champion grants of those months, and of this one
    outcomes: the newest complete month under the champion: {month, loans, defaults, z, and z of each employment}
    early: the same for younger loans whose outcomes are coming in: defaults so far against those promised so far
    clerks: {low, high: the band; looked, refused: what they did this month}
    pipeline: {labels: "complete" or "freshest"}: which outcomes the deployed pipeline takes by itself
    batches: {month: what broke the contract on arrival, or ""}; complete: months whose outcomes are all known
    champion: {version, made_in, fitted_on, held_out, judged_by: how many held-out loans have a known outcome};
        versions: the same of all models, by version
    challenger: like champion, with defaults, gain (mean log loss by which it is better than the champion on its
        held-out loans), error (standard error of that gain), z (defaults above its own promise); None without one
    stopped: whether the old scorecard decides
    """
    signals = view.signals()
    shown: dict[str, Any] = {
        "month": view.month,
        "number": FLOWN.index(view.month) if view.month in FLOWN else -1,
        "asked": asked,
        "trainings": trainings,
        "feed": {
            "rows": view.arrived(view.month),
            "fault": view.fault(view.month) if view.month in view.months else "",
        },
        "drift": dict(signals.psi) | {"limit": signals.psi_limit},
        "granted": {"then": signals.granted_then, "now": signals.granted_now},
        "outcomes": {"month": signals.judged_month} | _promise(view, [signals.judged_month]),
        "early": _promise(view, [month for month in view.months if not view.complete(month)]),
        "clerks": _clerks(view),
        "pipeline": {"labels": view.snapshot().labels},
        "batches": {month: view.fault(month) for month in view.months},
        "complete": [month for month in view.months if view.complete(month)],
        "champion": _card(view, view.champion) if view.champion else None,
        "challenger": _compared(view, view.challenger) if view.challenger else None,
        "versions": {str(model.version): _card(view, model) for model in view.models},
        "stopped": view.stopped,
    }
    return shown


def _card(view: View, model: Model) -> dict[str, Any]:
    return {
        "version": model.version,
        "made_in": model.made_in,
        "fitted_on": list(model.fitted_on),
        "held_out": list(model.held_out),
        "judged_by": view.known_loans(model.held_out),
    }


def _compared(view: View, model: Model) -> dict[str, Any]:
    """A model beside the champion, on its held-out loans."""
    new = view.judge(model, model.held_out)
    card = _card(view, model) | {"defaults": new.defaults, "gain": None, "error": None, "z": new.z}
    if view.champion is not None and new.loans > 1:
        gain = view.judge(view.champion, model.held_out).losses - new.losses
        card |= {"gain": float(gain.mean()), "error": float(gain.std(ddof=1) / len(gain) ** 0.5)}
    return card


def _promise(view: View, months: Sequence[str]) -> dict[str, Any]:
    """Known defaults of granted loans beside what the champion promised by now, in all and by employment."""
    nothing = {"loans": 0, "defaults": 0, "z": None} | dict.fromkeys(EMPLOYMENTS)
    if view.champion is None:
        return nothing
    found = [view.promised(view.champion, month) for month in months if month in view.months and not view.fault(month)]
    if not sum(len(one.outcome) for one in found):
        return nothing
    known = np.concatenate([np.nan_to_num(one.outcome) for one in found])
    due = np.concatenate([one.pds * KNOWN_AFTER[min(one.age, OUTCOME_WINDOW)] for one in found])
    kinds = np.concatenate([one.employment for one in found])
    shown = {"loans": len(known), "defaults": int(known.sum()), "z": _z(known, due)}
    return shown | {kind: _z(known[kinds == kind], due[kinds == kind]) for kind in EMPLOYMENTS}


def _z(known: np.ndarray, due: np.ndarray) -> float | None:
    """Standard deviations by which defaults lie above what was due; None where nothing was due yet."""
    variance = float((due * (1 - due)).sum())
    return float((known.sum() - due.sum()) / variance**0.5) if variance > 0 else None


def _clerks(view: View) -> dict[str, Any]:
    seen = view.referred.get(view.month)
    looked = len(seen.rows) if seen else 0
    refused = int((~seen.granted).sum()) if seen else 0
    return {"low": view.band[0], "high": view.band[1], "looked": looked, "refused": refused}


def fly(
    world: Terrain, pilot: PilotLike, listener: Callable[[Event, View], None] | None = None, months: int = 24
) -> Flown:
    """Fly a pilot through a world for up to 24 months from January 2024 on; the same twice gives the same.

    An error of the pilot is a broken rule (crash) and counts as keep; only NotImplementedError, for a pilot that is not
    written yet, is raised. `listener(event, view)` hears every event, see `bora.flight.fly`.
    """
    desk = _Desk(pilot)
    flight = fly_through(world, desk, listener, months)
    looked = {e.month: e.evidence.get("referred", 0) for e in flight.events if e.action == "serve"}
    months_flown = flight.months.rename(columns={"eur": "loans"})
    names = months_flown["month"]
    referred = names.map(lambda month: looked.get(month, 0)).astype(int)
    costs = referred * float(world.scenario.clerks.price) + names.map(desk.trained).fillna(0) * PRICES["training"]
    fines = names.map(lambda month: sum(_fine(r) for e in desk.log if e["month"] == month for r in e["broken"]))
    table = months_flown.assign(referred=referred, costs=costs, fines=fines.astype(float))
    table["eur"] = table["loans"] - table["costs"] - table["fines"]
    order = ["month", "applications", "granted", "referred", "version", "loans", "costs", "fines", "eur"]
    return Flown(table[order], desk.log, flight.events)


class _Desk:
    """Between the pilot and the simulator: shows the panel, reads the action, looks after the rules, keeps the log."""

    def __init__(self, pilot: PilotLike) -> None:
        self.pilot = pilot
        self.log: list[dict[str, Any]] = []
        self.trained: dict[str, int] = {}

    def act(self, view: View) -> Action:
        """One question to the pilot."""
        asked = sum(entry["month"] == view.month for entry in self.log)
        shown = panel(view, asked, sum(self.trained.values()))
        entry: dict[str, Any] = {"month": view.month, "panel": shown, "action": {"do": "keep"}, "broken": []}
        self.log.append(entry)
        try:
            entry["action"] = _read(self.pilot.act(copy.deepcopy(shown)))
        except NotImplementedError:
            raise
        except Exception as error:  # whatever a pilot raises: the flight goes on
            entry["broken"], entry["error"] = ["crash"], f"{type(error).__name__}: {error}"
            return KEEP
        entry["broken"] = broken(shown, entry["action"])
        return self._as_action(view.month, entry["action"])

    def _as_action(self, month: str, action: dict[str, Any]) -> Action:
        if action["do"] == "retrain":
            self.trained[month] = self.trained.get(month, 0) + 1
        months, band = tuple(action.get("months") or ()), tuple(action.get("band") or (0.0, 0.0))
        reason, evidence = action.get("reason", ""), action.get("evidence", {})
        return Action(action["do"], reason, evidence, months, action.get("version"), (band[0], band[1]))


def _fine(rule: str) -> float:
    return PRICES.get(rule, PRICES["other rule"])


def _read(said: Any) -> dict[str, Any]:
    """A pilot's action, looked at. Raises AssertionError where it is none."""
    action = checks.plain(said, "The action")
    assert type(action) is dict, f"An action is a dict, not {checks.kind(said)}."
    do = action.get("do")
    assert do in KINDS, f"'do' is {do!r}; there are {', '.join(KINDS)}."
    assert type(action.get("reason", "")) is str, "A reason is a text."
    assert type(action.get("evidence", {})) is dict, "Evidence is a dict: the name of a reading -> its value."
    months = action.get("months") or []
    assert type(months) is list, "'months' is a list of months."
    assert all(type(month) is str for month in months), "A month is a text like '2024-03'."
    assert action.get("version") is None or type(action["version"]) is int, "'version' is a whole number."
    if do == "refer":
        low, high = checks.numbers(action.get("band"), "The band", 2)
        assert 0 <= low <= high <= 1, "A band is [low, high] with 0 <= low <= high <= 1."
    return action


def broken(shown: dict[str, Any], action: dict[str, Any]) -> list[str]:
    """Which of RULES an action breaks, given the panel of that moment; empty if none."""
    do = action["do"]
    if do == "keep":
        return []
    evidence = action.get("evidence", {})
    found = []
    if not action.get("reason", "").strip() or not evidence:
        found.append("no reason")
    if not all(is_true(shown, name, value) for name, value in evidence.items()):
        found.append("false evidence")
    if do == "promote":
        found += _unfit(shown, action)
    if do == "retrain" and shown["trainings"] >= MOST_TRAININGS:
        found.append("too many trainings")
    return found


def _unfit(shown: dict[str, Any], action: dict[str, Any]) -> list[str]:
    """Which rules the model that is to be promoted breaks; one that does not exist breaks none, and changes nothing."""
    challenger = shown["challenger"] or {}
    wanted = action.get("version") or challenger.get("version")
    card = shown["versions"].get(str(wanted))
    if card is None:
        return []
    unclean = any(shown["batches"].get(month) for month in card["fitted_on"])
    late = not set(card["held_out"]) <= set(shown["complete"])
    unjudged = late or card["judged_by"] < LEAST_JUDGED
    return ["unclean"] * unclean + ["unjudged"] * unjudged


def reading(shown: Any, name: str) -> Any:
    """A reading of the panel by its name, such as "early.z" or "batches.2024-03". Raises KeyError."""
    for key in str(name).split("."):
        if not isinstance(shown, dict) or key not in shown:
            raise KeyError(name)
        shown = shown[key]
    return shown


def is_true(shown: dict[str, Any], name: str, value: Any) -> bool:
    """Whether the panel has this reading with this value; numbers to three decimals."""
    try:
        found = reading(shown, name)
    except KeyError:
        return False
    numbers = all(type(one) in (int, float) for one in (found, value))
    return bool(abs(found - value) <= 0.001 if numbers else type(found) is type(value) and found == value)


def contradicted(shown: dict[str, Any], action: dict[str, Any]) -> str:
    """What an action quotes and what the panel says instead, reading by reading, in words; "" where all is true."""
    return "; ".join(
        f"it quotes {name!r} as {value!r}, panel{_path(name)} {_found(shown, name)}"
        for name, value in action.get("evidence", {}).items()
        if not is_true(shown, name, value)
    )


def _path(name: str) -> str:
    return "".join(f"[{key!r}]" for key in str(name).split("."))


def _found(shown: dict[str, Any], name: str) -> str:
    try:
        return f"is {reading(shown, name)!r}"
    except KeyError:
        return "does not exist"
