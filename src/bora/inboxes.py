"""One incident, seven inboxes: what each of seven roles gets to see of the same trouble.

`draw(seed)` makes a `Case`: eighteen months at Bora, in which one of eight CAUSES sets in. Every role has an inbox:
notes (mails, tickets, log lines, each with its month) and the table behind its dashboard, a row a month. The rules:

- Of every cause there is a *note*, in the inbox of the role that OWNS names, in every case: things like a portal update
  or a merge happen all the time and mostly do no harm. The note of the true cause is dated in its month. Each of the
  seven others falls into the same month with probability BUSY, else into another, each alike.
- A cause moves the tables of the roles that MOVES names, by a step that stays. Of those roles (the data scientist left
  out) one sees it in the month itself, one a month later, and so on, in an order that chance decides; what the data
  scientist sees are outcomes, and these come six months after. Where MOVES says 0, the table goes up or down, all of a
  case the same way. With probability MISSED a table that should move does not, unless fewer than two
  would be left.
- The rest is normal noise around a level (TABLES), and notes that have nothing to do with it.

So an inbox alone leaves several causes open, and which of its notes matters stands in the inboxes of others. What
chance decides is drawn before the cause is looked at: only the note's month and the moved tables tell. The cause is
CAUSES[seed % 8]. All of this is invented.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from bora.world import month_range

ROLES = (
    "subject matter expert",
    "data scientist",
    "data engineer",
    "software engineer",
    "DevOps",
    "ML architect",
    "model risk manager",
)
SME, DS, DE, SE, OPS, ARCHITECT, RISK = ROLES

MONTHS = tuple(month_range("2024-01", 18))
ONSETS = MONTHS[4:11]
"""The months in which a cause can set in, each alike."""
BUSY = 0.6
MISSED = 0.1
OUTCOMES_LATE = 6
"""Months after the cause in which the data scientist's table moves."""


@dataclass(frozen=True)
class Column:
    """The column of a role's table: name with unit, level, noise (standard deviation), step, and places shown."""

    name: str
    level: float
    noise: float
    step: float
    places: int = 1


TABLES: Mapping[str, Column] = {
    SME: Column("granted (% of applications)", 82.0, 0.8, 3.2),
    DS: Column("defaults above promise (points)", 0.0, 0.5, 2.0, 2),
    DE: Column("drift score of the feed", 1.0, 0.15, 0.6, 2),
    SE: Column("replayed requests answered differently (%)", 1.5, 0.3, 1.2, 2),
    OPS: Column("requests on which the replicas differ (%)", 0.8, 0.15, 0.6, 2),
    ARCHITECT: Column("CPU hours on the bill", 210.0, 8.0, 32.0, 0),
    RISK: Column("re-scored files that differ (%)", 3.0, 0.5, 2.0),
}

MOVES: Mapping[str, Mapping[str, int]] = {
    "unit change": {SME: -1, DS: -1, DE: +1, RISK: +1},
    "renamed category": {DE: +1, RISK: +1},
    "campaign": {SME: -1, DE: +1, ARCHITECT: +1},
    "rate shock": {DS: +1},
    "gaming": {SME: +1, DS: +1, DE: +1, ARCHITECT: +1, RISK: +1},
    "silent retrain": {SME: 0, DS: 0, SE: +1, OPS: +1, ARCHITECT: +1, RISK: +1},
    "wrong version": {SME: 0, DS: 0, SE: +1, OPS: +1, RISK: +1},
    "clashing merge": {SME: 0, DS: 0, SE: +1, ARCHITECT: +1, RISK: +1},
}
"""Whose table each cause moves: +1 up, -1 down, 0 either way."""

CAUSES = tuple(MOVES)

OWNS: Mapping[str, str] = {
    "unit change": DE,
    "renamed category": DE,
    "campaign": SME,
    "rate shock": RISK,
    "gaming": SME,
    "silent retrain": ARCHITECT,
    "wrong version": OPS,
    "clashing merge": SE,
}
"""In whose inbox the note of a cause lies. The data scientist is told of nothing."""

ABOUT: Mapping[str, str] = {
    "unit change": "brokers' portal",
    "renamed category": "code list",
    "campaign": "marketing",
    "rate shock": "central bank",
    "gaming": "the press",
    "silent retrain": "scheduler",
    "wrong version": "replica B",
    "clashing merge": "merge",
}
"""What the note of a cause is about; all other notes are about "other"."""

_NOTES = {
    "unit change": ("ticket", "Brokers' portal: release 9 is live. Field list unchanged."),
    "renamed category": ("mail", "Core banking: the code list of purposes has a new edition."),
    "campaign": ("mail", "Marketing: our advertisements run from this month on. Expect some new faces."),
    "rate shock": ("newsletter", "Central bank: the reference rate changes this month."),
    "gaming": ("mail", "Branch: a comparison site explains to its readers how a score like ours works."),
    "silent retrain": ("log", "scheduler: job nightly-fit enabled, last result OK"),
    "wrong version": ("log", "replica B: restored from its image after a disk fault, healthy"),
    "clashing merge": ("git log", "Merge branch 'rounding' into main: no conflicts, build green"),
}

_FILLERS = {
    SME: ("Branch Gorizia: the coffee machine is repaired.", "Board: please, no more pie charts.", "Sales: all fine?"),
    DS: ("Conference: call for papers.", "Intern: where is the data dictionary?", "Your notebook has been idle."),
    DE: ("backup finished", "disk of the staging area 71 % full", "Question: what is column X17?"),
    SE: ("Review asked for: typo in a comment", "dependency bot: 14 updates", "stand-up moved to 9:30"),
    OPS: ("certificate renewed", "on-call plan for next month", "health checks: all green"),
    ARCHITECT: ("Vendor: have you thought about our platform?", "cost review on Thursday", "architecture diagram, v14"),
    RISK: ("Training: fire safety", "Policy handbook, edition 12", "Reminder: inventory of models is due"),
}

# who writes to whom, and how likely in a month (each direction); other pairs never meet
_HABITS = (
    *((SME, DS, 0.25), (SME, RISK, 0.15), (DS, DE, 0.2), (DS, ARCHITECT, 0.15), (DE, OPS, 0.1), (SE, OPS, 0.4)),
    *((OPS, ARCHITECT, 0.25), (DS, RISK, 0.1), (SE, ARCHITECT, 0.15), (DE, ARCHITECT, 0.15)),
)


@dataclass(frozen=True)
class Case:
    """An incident as plain data.

    inboxes: role -> {"notes": [{"month", "form", "about", "text"}, ...] in order of time,
        "table": [{"month": "2024-01", column: number, ...}, ...], one row a month}.
    mails: who wrote to whom, in order of time: [{"month", "day", "from", "to"}, ...].
    truth: {"cause", "month", "first"}: first is the role whose table moved first.
    moved: role -> the month from which its table moved; roles whose table did not move are missing.
    """

    seed: int
    inboxes: dict[str, dict[str, list[dict[str, Any]]]] = field(repr=False)
    mails: list[dict[str, Any]] = field(repr=False)
    truth: dict[str, str] = field(repr=False)
    moved: dict[str, str] = field(repr=False)


def draw(seed: int) -> Case:
    """The case of a seed (0 or more; as large as you like). Raises ValueError for a negative one."""
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    rng = np.random.default_rng(seed)
    onset = int(rng.integers(len(ONSETS))) + MONTHS.index(ONSETS[0])
    way = int(rng.choice((-1, 1)))
    order = [ROLES[place] for place in rng.permutation(len(ROLES))]
    missed = {role: bool(chance < MISSED) for role, chance in zip(ROLES, rng.random(len(ROLES)), strict=True)}
    busy = dict(zip(CAUSES, rng.random(len(CAUSES)) < BUSY, strict=True))
    elsewhere = dict(zip(CAUSES, rng.integers(1, len(MONTHS), len(CAUSES)), strict=True))
    noise = {role: rng.standard_normal(len(MONTHS)) for role in ROLES}
    fillers = {role: rng.integers(len(MONTHS), size=len(_FILLERS[role])) for role in ROLES}
    mails = _mails(rng)

    cause = CAUSES[seed % len(CAUSES)]
    delays = _delays(cause, order, missed)
    moved = {role: onset + delay for role, delay in delays.items()}
    dated = {
        name: onset if busy[name] or name == cause else (onset + int(elsewhere[name])) % len(MONTHS) for name in CAUSES
    }
    inboxes = {}
    for role in ROLES:
        mine = [name for name in CAUSES if OWNS[name] == role]
        notes = [(dated[name], ABOUT[name], *_NOTES[name]) for name in mine]
        notes += [(int(at), "other", "mail", text) for at, text in zip(fillers[role], _FILLERS[role], strict=True)]
        direction = (MOVES[cause][role] or way) if role in moved else 0
        inboxes[role] = {
            "notes": [
                {"month": MONTHS[month], "form": form, "about": about, "text": text}
                for month, about, form, text in sorted(notes)
            ],
            "table": _table(TABLES[role], direction, moved.get(role, 0), noise[role]),
        }
    truth = {"cause": cause, "month": MONTHS[onset], "first": min(moved, key=lambda role: moved[role])}
    return Case(seed, inboxes, mails, truth, {role: MONTHS[month] for role, month in moved.items()})


def move(role: str, table: Sequence[Mapping[str, Any]]) -> tuple[str, int] | None:
    """The month in which a role's table moved and which way, 1 or -1; None where it stayed still.

    Of all steps, and none, it is the one that fits best: least squares.
    """
    column = TABLES[role]
    seen = np.array([row[column.name] for row in table]) - column.level
    steps = column.step * np.tri(len(MONTHS)).T
    misfit = {
        (month, way): ((seen - way * step) ** 2).sum()
        for month, step in zip(MONTHS, steps, strict=True)
        for way in (1, -1)
    }
    best = min(misfit, key=lambda shape: misfit[shape])
    return best if misfit[best] < (seen**2).sum() else None


def settled(mails: Sequence[Mapping[str, Any]], pieces: Mapping[str, str]) -> str | None:
    """The month in which somebody first holds all `pieces` (role -> the month from which that role knows its own).

    Every mail is taken to tell all that its sender knows by then: the fastest that talking could have been. None where
    nobody ever holds all of them.
    """
    own = [(month, 0, role, role) for role, month in pieces.items()]
    letters = [(mail["month"], mail["day"], mail["from"], mail["to"]) for mail in mails]
    known: dict[str, set[str]] = {}
    for month, _, sender, receiver in sorted(own + letters):
        told = known.get(sender, set()) | ({sender} if sender == receiver else set())
        known[receiver] = known.get(receiver, set()) | told
        if len(known[receiver]) == len(pieces):
            return str(month)
    return None


def pieces(case: Case) -> dict[str, str]:
    """What has to come together: role -> the month from which that role holds its own piece; two or three pieces.

    They are the three tables that moved first; where fewer moved, also the note of the cause, in its owner's inbox.
    """
    first = sorted((month, role) for role, month in case.moved.items())[:3]
    note = {OWNS[case.truth["cause"]]: case.truth["month"]} if len(first) < 3 else {}
    return {**{role: month for month, role in first}, **note}


def with_lunch(mails: Sequence[Mapping[str, Any]], one: str, other: str) -> list[Mapping[str, Any]]:
    """The mails, and a lunch of two roles on the first of each month, where each tells the other all that it knows."""
    pairs = ((one, other), (other, one))
    return [*mails, *({"month": month, "day": 1, "from": a, "to": b} for month in MONTHS for a, b in pairs)]


def months_late(case: Case) -> dict[str, int]:
    """Months from the last piece to the one in which somebody holds all, or to the end: without a lunch ("none"), and
    with one, for each two roles ("DevOps + ML architect").
    """
    needed = pieces(case)
    ready = MONTHS.index(max(needed.values()))
    logs: dict[str, Sequence[Mapping[str, Any]]] = {"none": case.mails}
    logs |= {f"{a} + {b}": with_lunch(case.mails, a, b) for a, b in combinations(ROLES, 2)}
    return {name: MONTHS.index(settled(log, needed) or MONTHS[-1]) - ready for name, log in logs.items()}


def lunch_late(one: str, other: str, seeds: Iterable[int]) -> float:
    """Mean months from the last piece to the one in which somebody holds all, with a lunch of two roles.

    Raises ValueError where these are not two roles that never write to each other.
    """
    unknown = [role for role in (one, other) if role not in ROLES]
    if unknown:
        raise ValueError(f"not a role: {unknown[0]!r}; choose from {', '.join(ROLES)}")
    if one == other or any({one, other} == {first, second} for first, second, _ in _HABITS):
        raise ValueError(f"{one} and {other} know each other already: choose two that never write")
    name = next(f"{a} + {b}" for a, b in combinations(ROLES, 2) if {a, b} == {one, other})
    return float(np.mean([months_late(draw(seed))[name] for seed in seeds]))


def brier(belief: Mapping[str, float], cause: str) -> float:
    """Brier score (1950) of probabilities for CAUSES, a sum of squares: 0 for sure and right, 2 for sure and wrong.

    A cause that `belief` leaves out has probability 0. Raises ValueError for a cause that does not exist, a number
    outside 0 to 1, or a sum that is not 1.
    """
    unknown = sorted(set(belief) - set(CAUSES))
    if unknown:
        raise ValueError(f"not a cause: {', '.join(unknown)}; choose from {', '.join(CAUSES)}")
    if not all(0 <= share <= 1 for share in belief.values()) or not math.isclose(sum(belief.values()), 1, abs_tol=0.01):
        raise ValueError(f"probabilities lie between 0 and 1 and sum to 1; these sum to {sum(belief.values()):.2f}")
    return sum((belief.get(name, 0.0) - (name == cause)) ** 2 for name in CAUSES)


def stake(belief: Any, case: Case) -> None:
    """Print how good probabilities for the causes of `case` were, without telling the cause; `...`: no stake yet."""
    if belief is ...:
        print("No bet was placed. Whoever gives all eight causes the same probability scores 0.875; 0 is perfect.")
        return
    try:
        score = brier(belief, case.truth["cause"])
    except (ValueError, TypeError, AttributeError) as error:
        reason = error if isinstance(error, ValueError) else "a dict is asked, as in {'campaign': 0.6, 'gaming': 0.4}"
        print(f"Not counted: {reason}.")
        return
    print(f"Your Brier score is {score:.2f}. All eight alike would score 0.875, sure and wrong 2, sure and right 0.")


def _delays(cause: str, order: Sequence[str], missed: Mapping[str, bool]) -> dict[str, int]:
    """Role -> months after the onset at which its table moves."""
    touched = [role for role in order if role in MOVES[cause]]
    seeing = [role for role in touched if not missed[role]]
    seeing = seeing if len(seeing) > 1 else touched
    soon = [role for role in seeing if role != DS]
    return {role: soon.index(role) if role != DS else OUTCOMES_LATE for role in seeing}


def _table(column: Column, direction: int, since: int, noise: np.ndarray) -> list[dict[str, Any]]:
    steps = np.arange(len(MONTHS)) >= since
    values = column.level + column.noise * noise + direction * column.step * steps
    return [
        {"month": month, column.name: round(float(value), column.places)}
        for month, value in zip(MONTHS, values, strict=True)
    ]


def _mails(rng: np.random.Generator) -> list[dict[str, Any]]:
    found = []
    for one, other, often in _HABITS:
        for sender, receiver in ((one, other), (other, one)):
            written, days = rng.random(len(MONTHS)) < often, rng.integers(1, 29, len(MONTHS))
            found += [
                {"month": MONTHS[place], "day": int(days[place]), "from": sender, "to": receiver}
                for place in np.flatnonzero(written)
            ]
    return sorted(found, key=lambda mail: (mail["month"], mail["day"], mail["from"], mail["to"]))
