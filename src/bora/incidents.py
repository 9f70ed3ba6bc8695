"""What can happen to Bora's world. Each incident says when it is active, what it does to the data and what to the risk.

The schedule of the default world is DEFAULT_INCIDENTS; another schedule gives another world:

    simulate(incidents=[RateShock(start="2024-03")])
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Incident:
    """An incident from month `start` to month `end`, both "YYYY-MM" and both included.

    Raises ValueError for a month in another form, an end before the start, or a number that makes no sense.
    """

    start: str
    end: str = "9999-12"

    def __post_init__(self) -> None:
        for month in (self.start, self.end):
            if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
                raise ValueError(f"{type(self).__name__}: a month is written like 2024-03, not {month!r}")
        if self.start > self.end:
            raise ValueError(f"{type(self).__name__} ends ({self.end}) before it starts ({self.start})")

    def active(self, month: str) -> bool:
        """Whether the incident is under way in `month`."""
        return self.start <= month <= self.end

    def change_data(self, applications: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """The month's applications as they arrive (one month's rows; the frame given is not changed)."""
        return applications

    def shift_risk(self, people: pd.DataFrame) -> np.ndarray:
        """What the incident adds to each person's log-odds of default; shape (n,)."""
        return np.zeros(len(people))

    def _touches(self, frame: pd.DataFrame) -> bool:
        return len(frame) > 0 and self.active(frame["month"].iloc[0])


@dataclass(frozen=True)
class UnitChange(Incident):
    """One channel sends the income per month where the contract says per year: a fault in the data plumbing."""

    channel: str = "broker"

    def change_data(self, applications: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        if not self._touches(applications):
            return applications
        income = applications["income"]
        hit = applications["channel"] == self.channel
        return applications.assign(income=income.where(~hit, (income / 12).round().astype(int)))


@dataclass(frozen=True)
class Campaign(Incident):
    """Marketing brings `extra` times the usual number more, all young, through one channel: covariate shift.

    The world draws these applicants itself (`bora.world`): who they are is no fault in the data.
    """

    extra: float = 0.45
    channel: str = "web"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.extra < 0:
            raise ValueError(f"Campaign: extra must be 0 or more, got {self.extra}")


@dataclass(frozen=True)
class RateShock(Incident):
    """Interest rates jump: people with variable incomes default more often, and nothing in the data says so.

    Adds `strength` to their log-odds, in equal steps over `ramp` months: concept drift.
    """

    strength: float = 1.3
    ramp: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ramp < 1:
            raise ValueError(f"RateShock: ramp must be 1 or more months, got {self.ramp}")

    def shift_risk(self, people: pd.DataFrame) -> np.ndarray:
        if not self._touches(people):
            return np.zeros(len(people))
        elapsed = (pd.Period(people["month"].iloc[0], "M") - pd.Period(self.start, "M")).n + 1
        variable = people["employment"].isin(("self_employed", "temporary")).to_numpy()
        return variable * self.strength * min(1.0, elapsed / self.ramp)


@dataclass(frozen=True)
class Gaming(Incident):
    """Applicants learn what the score rewards and declare savings just above the `cut`; their risk stays as it is.

    Of those whose true savings lie between `reach` times the cut and the cut, a `share` declares up to 12 % above it.
    """

    cut: int = 3_000
    reach: float = 0.25
    share: float = 0.6

    def change_data(self, applications: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        lie = rng.random(len(applications)) < self.share
        declared = np.round(self.cut * (1 + 0.12 * rng.random(len(applications)) ** 2)).astype(int)
        if not self._touches(applications):
            return applications
        savings = applications["savings"]
        hit = lie & (savings >= self.reach * self.cut) & (savings < self.cut)
        return applications.assign(savings=savings.where(~hit, declared))


@dataclass(frozen=True)
class CategoryRename(Incident):
    """Upstream renames a category of a column without telling anybody: a schema break."""

    column: str = "purpose"
    old: str = "car"
    new: str = "vehicle"

    def change_data(self, applications: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        if not self._touches(applications):
            return applications
        return applications.assign(**{self.column: applications[self.column].replace(self.old, self.new)})


DEFAULT_INCIDENTS: tuple[Incident, ...] = (
    UnitChange(start="2024-03", end="2024-05"),
    Campaign(start="2024-06", end="2024-08"),
    RateShock(start="2024-10"),
    Gaming(start="2025-03"),
    CategoryRename(start="2025-07", end="2025-08"),
)
