"""A class of pilots in worlds that are drawn after the deadline, from a seed that is published with the list.

Each submission's pilot flies in the sandbox of grading; the worlds stay with the examiner. A flight is a check that
ends with a number. Whoever has the seed can fly the same worlds: `bora.cockpit.worlds(20, seed)`.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bora import cockpit
from coursekit.engine.engine import Engine
from coursekit.engine.steps import CodeCell
from coursekit.errors import CourseError
from coursekit.grading import intake, run
from coursekit.grading.book import limits, load_config
from coursekit.manifest import Course, Lab

NAME = "Pilot"
_SHIFT = 1e9
"""Added to EUR: a check gives no negative points."""
_DRAWS = 4_000


@dataclass(frozen=True)
class Line:
    """One pilot: EUR a world against never-act (mean, with its 95 % interval over worlds), the worst world, its place.

    tied: whether it shares its place because its lead over the next one above could be luck. failed: worlds in which
    there is no flight to be counted.
    """

    student: str
    place: int
    mean: float
    low: float
    high: float
    worst: float
    failed: int
    tied: bool


@dataclass(frozen=True)
class Leaderboard:
    """The list, best first, with the seed of its worlds and who could not be read."""

    slug: str
    seed: str
    worlds: int
    lines: list[Line]
    unread: dict[str, str]

    def __str__(self) -> str:
        """As a table for the class, in thousand EUR."""
        head = f"{self.slug}: {self.worlds} worlds of the seed {self.seed!r}, thousand EUR a world against never-act"
        names = [line.student for line in self.lines]
        width = max(map(len, [*names, "pilot"]))
        rows = [f"place  {'pilot':{width}}    mean   95 % interval     worst"]
        for one in self.lines:
            interval = f"{one.low / 1000:7.0f} to {one.high / 1000:5.0f}"
            note = f"   {one.failed} flight(s) failed" if one.failed else ""
            place = f"{one.place}{'=' if one.tied else ' '}"
            rows.append(
                f"{place:>5}  {one.student:{width}}  {one.mean / 1000:6.0f}  {interval}  {one.worst / 1000:8.0f}{note}"
            )
        rows += [f"    -  {student}: {why}" for student, why in self.unread.items()]
        return "\n".join([head, *rows])


def leaderboard(course: Course, lab: Lab, seed: str = "", worlds: int = 20, trust: bool = False) -> Leaderboard:
    """Fly the pilots of all who have handed in. Raises CourseError where the lab has no pilots or nobody handed in."""
    if worlds < 2:
        raise CourseError("a leaderboard needs two worlds or more")
    seed = seed or secrets.token_hex(16)
    assignment = run.load(course, lab)
    described = run.describe(course, lab, assignment)
    flights = _flights(seed, worlds)
    never = np.array([cockpit.fly(world, cockpit.NeverAct()).eur for world in cockpit.worlds(worlds, seed)])
    gained: dict[str, np.ndarray] = {}
    unread: dict[str, str] = {}
    folders = sorted(path for path in (course.root / "submitted").glob(f"*/{lab.slug}") if path.is_dir())
    if not folders:
        raise CourseError(f"nobody has handed in {lab.slug}: run 'coursekit collect {lab.slug} FOLDER' first")
    with Engine(described, limits(load_config(course.root)), trust) as engine:
        for folder in folders:
            student = folder.parent.name
            try:
                cells = intake.rebuild(assignment, intake.parse(intake.read(folder, assignment).content)).cells
            except intake.Unreadable as verdict:
                unread[student] = str(verdict)
                continue
            found = engine.grade(_with_flights(cells, flights, lab)).checks
            ends = [found[flight.id] for flight in flights]
            gained[student] = np.array([np.nan if end.error else end.points - _SHIFT for end in ends]) - never
    return Leaderboard(lab.slug, seed, worlds, ranked(gained), unread)


def _flights(seed: str, worlds: int) -> list[CodeCell]:
    """A check for each world, which ends with what the pilot earns there."""
    fleet = f"cockpit.worlds({worlds}, {json.dumps(seed)})"
    return [
        CodeCell(
            f"hidden-9-9-world{number}",
            "check",
            f"from bora import cockpit\ncockpit.fly({fleet}[{number}], {NAME}()).eur + {_SHIFT}",
            2 * _SHIFT,
            (NAME,),
        )
        for number in range(worlds)
    ]


def _with_flights(cells: Sequence[CodeCell], flights: list[CodeCell], lab: Lab) -> list[CodeCell]:
    """The submission with flights in place of its checks. Raises CourseError where no check asks for a pilot."""
    places = [place for place, cell in enumerate(cells) if cell.role == "check" and NAME in cell.names]
    if not places:
        raise CourseError(f"{lab.slug} has no exercise that asks for a {NAME}")
    kept = [cell for cell in cells[: places[0]] if cell.role != "check"]
    return [*kept, *flights]


def ranked(gained: dict[str, np.ndarray]) -> list[Line]:
    """Lines for what each earned a world against never-act; a flight that failed counts as the worst of its world.

    Who follows the leader of a place shares it, unless the 95 % bootstrap interval of the mean difference over worlds,
    world by world, lies above 0. The intervals are of means over worlds, with the same draws for all.
    """
    if not gained:
        return []
    table = np.array(list(gained.values()))
    failed = np.isnan(table).sum(axis=1)
    worst = np.nanmin(np.vstack([table, np.zeros(table.shape[1])]), axis=0)
    table = np.where(np.isnan(table), worst, table)
    draws = np.random.default_rng(9).integers(0, table.shape[1], (_DRAWS, table.shape[1]))
    means = table[:, draws].mean(axis=2)
    low, high = np.quantile(means, (0.025, 0.975), axis=1)
    order = np.argsort(-table.mean(axis=1), kind="stable")
    leader, places = order[0], {order[0]: 1}
    for place, one in enumerate(order[1:], 2):
        if np.quantile(means[leader] - means[one], 0.025) > 0:
            leader = one
        places[one] = places[leader] if one != leader else place
    shared = [list(places.values()).count(place) > 1 for place in (places[one] for one in order)]
    names = list(gained)
    return [
        Line(
            names[one],
            places[one],
            float(table[one].mean()),
            float(low[one]),
            float(high[one]),
            float(table[one].min()),
            int(failed[one]),
            tied,
        )
        for one, tied in zip(order, shared, strict=True)
    ]
