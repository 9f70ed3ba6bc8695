"""Deadlines, extensions and what lateness costs: kept beside the gradebook, and given to nbgrader's own late penalties.

Where a lab has none of its own, nbgrader's configured plugin decides as ever.
"""

import copy
import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from traitlets.config import Config

from coursekit import files
from coursekit.errors import CourseError

_FILE = "deadlines.json"
_PLUGIN = "coursekit.grading.lateness.PercentADay"


@dataclass
class Deadline:
    """Of one lab.

    due: UTC without a zone, as nbgrader keeps it, "" for none; percent of the points are lost for each day begun, and
    all of them after `days` days (0: however late); extensions: seconds, by student.
    """

    due: str = ""
    percent: float = 0.0
    days: int = 0
    extensions: dict[str, int] = field(default_factory=dict)

    @property
    def time(self) -> datetime.datetime | None:
        """When it is due."""
        return datetime.datetime.fromisoformat(self.due) if self.due else None

    def __str__(self) -> str:
        when = f"due {self.time:%Y-%m-%d %H:%M} UTC" if self.time else "no deadline"
        cost = (
            f"{self.percent:g} % of the points earned for each day begun" if self.percent else "lateness costs nothing"
        )
        end = f", nothing counts after {self.days} day(s)" if self.days else ""
        longer = (f"{who} {seconds / 3600:g} h more" for who, seconds in sorted(self.extensions.items()))
        more = "".join(f", {one}" for one in longer)
        return f"{when}, {cost}{end}{more}"


def read(root: Path) -> dict[str, Deadline]:
    """The deadlines by lab. Raises CourseError where the file is damaged."""
    path = root / ".coursekit" / _FILE
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        return {slug: Deadline(**of_lab) for slug, of_lab in noted.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError):
        raise CourseError(
            f"{path} is damaged: restore it from a copy, or remove it and set the deadlines anew"
        ) from None


def write(root: Path, deadlines: Mapping[str, Deadline]) -> None:
    """Keep the deadlines."""
    (root / ".coursekit").mkdir(exist_ok=True)
    noted = {slug: asdict(one) for slug, one in deadlines.items()}
    files.write_text(root / ".coursekit" / _FILE, json.dumps(noted, indent=1, sort_keys=True))


def configured(config: Config, root: Path, slug: str) -> Config:
    """The teacher's configuration, with this lab's own price of lateness where it has one."""
    own = read(root).get(slug)
    if own is None or not own.due:
        return config
    config = copy.deepcopy(config)
    config.AssignLatePenalties.plugin_class = _PLUGIN
    config.PercentADay = Config(percent=own.percent, days=own.days)
    return config


def read_policy(words: str) -> tuple[float, int]:
    """ "10 % a day, at most 3 days" as (10.0, 3); "none" as (0.0, 0). Raises CourseError."""
    if words.strip().casefold() in ("none", "nothing", "0"):
        return 0.0, 0
    found = re.fullmatch(
        r"\s*(\d+(?:[.,]\d+)?)\s*%?\s*(?:a|per)\s+day(?:\s*,?\s*at\s+most\s+(\d+)\s+days?)?\s*", words, re.IGNORECASE
    )
    if not found or float(found[1].replace(",", ".")) > 100:
        raise CourseError(f'--late {words!r} is not understood: write it as "10 % a day, at most 3 days", or "none"')
    return float(found[1].replace(",", ".")), int(found[2] or 0)


def read_span(word: str) -> int:
    """ "2d" or "36h" in seconds. Raises CourseError."""
    found = re.fullmatch(r"(\d{1,4})\s*([dh])", word.strip())
    if not found:
        raise CourseError(f"--extension {word!r} is not understood: write days as 2d or hours as 36h")
    return int(found[1]) * {"d": 86_400, "h": 3_600}[found[2]]
