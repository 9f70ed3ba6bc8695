r"""Bora's world: 36 months of loan applications, simulated from the equations below.

Everything is drawn month by month from generators seeded with (seed, month, what), so that the same seed gives
the same people whatever the incidents do: a world with and one without an incident can be compared applicant
by applicant.

People. With N a normal and U a uniform draw, for an applicant in month t:

    age          = 20 + Gamma(shape 3.2, scale 7.5), cut at 75; in a campaign, recruits are 18 + Gamma(2, 2.5)
    employment   = pensioner if age >= 65, else salaried, self_employed, temporary with odds 62 : 18 : 20,
                   under 30 with odds 50 : 10 : 40
    log income   = log 23,000 + 0.012 (min(age, 55) - 40) + kind + 0.38 N         EUR a year
                   kind: salaried 0.10, self_employed 0.18, temporary -0.22, pensioner -0.12
    log savings  = log(0.16 income) + 0.010 (age - 40) + 0.95 N                   EUR
    log amount   = log(0.27 income) + 0.45 N, within 1,000 and 30,000             EUR
    instalments  = income / 12 * Beta(1.6, 7)              EUR a month, owed elsewhere already
    late         ~ Poisson(0.28 exp(0.5 N))                late payments in the last year, from the bureau

Risk. The probability that the loan, if granted, defaults within OUTCOME_WINDOW months is

    logit p = -3.10 + 3.6 (burden - 0.25) + 0.75 min(late, 4) - 0.50 log(savings / 3,500)
              - 0.028 (min(age, 60) - 40) + employment + purpose + region + 0.30 N + shock
    burden  = (12 instalments + 12 / term * amount) / income
    employment: self_employed 0.15, temporary 0.55, pensioner -0.15
    purpose:    car 0, home -0.15, education 0.10, consolidation 0.45, other 0.15
    region:     Trieste 0, Gorizia 0.10, Udine -0.05, Pordenone 0.05
    shock:      0 but for variable incomes (self_employed, temporary) after a `RateShock`

and `default` = 1 where U < p. The month of a default within the window is 1 + Binomial(window - 1, 0.55).

What Bora sees is `applications` (values as they arrive, incidents included) and, for granted loans, `outcomes` once
they are due. What only the simulator knows is `truth`. Loans are granted by the points of `old_scorecard`, with
clerks overruling it in 5 of 100 cases. All of this is invented.
"""

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from bora.incidents import DEFAULT_INCIDENTS, Campaign, Incident

FIRST_MONTH = "2023-01"
OUTCOME_WINDOW = 6
"""Months after which the outcome of a loan is due: a loan that has not defaulted by then counts as good."""

CHANNELS = ("branch", "web", "broker")
EMPLOYMENTS = ("salaried", "self_employed", "temporary", "pensioner")
PURPOSES = ("car", "home", "education", "consolidation", "other")
REGIONS = ("Trieste", "Gorizia", "Udine", "Pordenone")
TERMS = (12, 24, 36, 48)

_LOG_INCOME_KIND = {"salaried": 0.10, "self_employed": 0.18, "temporary": -0.22, "pensioner": -0.12}
_RISK_EMPLOYMENT = {"salaried": 0.0, "self_employed": 0.15, "temporary": 0.55, "pensioner": -0.15}
_RISK_PURPOSE = {"car": 0.0, "home": -0.15, "education": 0.10, "consolidation": 0.45, "other": 0.15}
_RISK_REGION = {"Trieste": 0.0, "Gorizia": 0.10, "Udine": -0.05, "Pordenone": 0.05}

_SEEN = [
    *("application_id", "month", "channel", "region", "age", "employment", "income", "savings", "amount", "term"),
    *("purpose", "instalments", "late_payments"),
]


@dataclass(frozen=True)
class World:
    """A simulated world; every frame has one row an application, in the same order.

    applications: application_id, month ("2023-01"), channel, region, age (years), employment, income (EUR a year,
        as received), savings (EUR, as declared), amount (EUR), term (months), purpose, instalments (EUR a month
        owed elsewhere), late_payments (count, last year).
    outcomes: application_id, month, accepted (0/1), default (0/1, missing where refused), known_month (the month in
        which that outcome is known to Bora: the default's month, or the end of the window; missing where refused).
    truth: application_id, income, savings (true values), pd (true default probability), default (0/1, also for the
        refused: what would have happened), default_after (months, 0 where none).
    """

    seed: int
    incidents: tuple[Incident, ...]
    applications: pd.DataFrame = field(repr=False)
    outcomes: pd.DataFrame = field(repr=False)
    truth: pd.DataFrame = field(repr=False)


def simulate(
    seed: int = 2023,
    incidents: Sequence[Incident] = DEFAULT_INCIDENTS,
    months: int = 36,
    applications_per_month: int = 1150,
) -> World:
    """Simulate a world of `months` months (at least 1) with about `applications_per_month` applications each.

    The same arguments give the same world. `incidents` may come in any order; an empty one gives a calm world.
    Raises ValueError for a negative seed or a count below 1.
    """
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    if months < 1 or applications_per_month < 1:
        raise ValueError(f"months and applications_per_month must be 1 or more, got {months}, {applications_per_month}")
    schedule = tuple(incidents)
    calendar = month_range(FIRST_MONTH, months + OUTCOME_WINDOW)
    draws = [_draw_month(seed, number, calendar[number], schedule, applications_per_month) for number in range(months)]
    people = pd.DataFrame({name: np.concatenate([draw[name] for draw in draws]) for name in draws[0]})
    sizes = [len(draw["age"]) for draw in draws]
    batches = [slice(end - size, end) for size, end in zip(sizes, np.cumsum(sizes), strict=True)]

    log_odds = _log_odds(people)
    for month, rows in zip(calendar, batches, strict=False):
        for incident in schedule:
            if incident.active(month):
                log_odds[rows] += incident.shift_risk(people.iloc[rows])
    pd_true = 1 / (1 + np.exp(-log_odds))
    default = (people["luck"].to_numpy() < pd_true).astype(int)
    default_after = np.where(default == 1, people["delay"], 0)

    seen = people[_SEEN]
    applications = pd.concat(
        [_receive(seen.iloc[rows], seed, number, schedule) for number, rows in enumerate(batches)], ignore_index=True
    )
    overruled = people["clerk"].to_numpy() < 0.05
    granted = (old_scorecard(applications) >= 100) ^ overruled
    due = np.where(default == 1, default_after, OUTCOME_WINDOW)
    known_month = np.array(calendar)[np.repeat(np.arange(months), sizes) + due]
    outcomes = people[["application_id", "month"]].assign(
        accepted=granted.astype(int),
        default=pd.Series(default, dtype="Int64").where(granted),
        known_month=pd.Series(known_month, dtype="str").where(granted),
    )
    truth = people[["application_id", "income", "savings"]].assign(
        pd=pd_true.round(5), default=default, default_after=default_after
    )
    return World(seed, schedule, applications, outcomes, truth)


def month_range(first: str, count: int) -> list[str]:
    """The `count` months from `first` on, as "YYYY-MM"."""
    return [str(month) for month in pd.period_range(first, periods=count, freq="M")]


def add_months(month: str, count: int) -> str:
    """The month `count` months after `month` ("YYYY-MM"); before it where `count` is negative."""
    return str(pd.Period(month, "M") + count)


def old_scorecard(applications: pd.DataFrame) -> np.ndarray:
    """Points of the scorecard that Bora used before it had a model; shape (n,), more is safer, grant from 100 on.

    It reads the applications as they arrive, so a fault upstream reaches it too.
    """
    instalments = applications["instalments"] + applications["amount"] / applications["term"]
    burden = 12 * instalments / applications["income"].clip(lower=1)
    points = (
        120
        - 60 * (burden.clip(upper=1.0) - 0.25)
        - 14 * applications["late_payments"].clip(upper=4)
        + 6 * (applications["savings"] >= 3000)
        + 5 * (applications["age"] >= 30)
        - 8 * (applications["employment"] == "temporary")
    )
    return points.to_numpy()


def _draw_month(
    seed: int, number: int, month: str, incidents: tuple[Incident, ...], expected: int
) -> dict[str, np.ndarray]:
    """All that chance decides in a month: a column each of the people's values, and what will happen to them."""
    groups = [_draw_people(_generator(seed, number, "people"), expected)]
    for index, campaign in enumerate(incident for incident in incidents if isinstance(incident, Campaign)):
        if campaign.active(month):
            extra = round(expected * campaign.extra)
            groups.append(_draw_people(_generator(seed, number, "campaign", index), extra, campaign))
    people = {name: np.concatenate([group[name] for group in groups]) for name in groups[0]}
    count = len(people["age"])
    return {
        "application_id": np.strings.add(f"{month[2:4]}{month[5:]}-", _numbered(count)),
        "month": np.full(count, month),
        **people,
        "luck": _generator(seed, number, "default").random(count),
        "delay": 1 + _generator(seed, number, "delay").binomial(OUTCOME_WINDOW - 1, 0.55, count),
        "clerk": _generator(seed, number, "clerks").random(count),
    }


@functools.cache
def _numbered(count: int) -> np.ndarray:
    """The texts 0001, 0002, ...; shape (count,)."""
    return np.array([f"{row:04d}" for row in range(1, count + 1)], dtype=str)


def _receive(batch: pd.DataFrame, seed: int, number: int, incidents: tuple[Incident, ...]) -> pd.DataFrame:
    """A month's applications as they arrive, changed by the incidents that are under way."""
    for incident in incidents:
        if len(batch) and incident.active(batch["month"].iloc[0]):
            batch = incident.change_data(batch, _generator(seed, number, type(incident).__name__))
    return batch


def _generator(seed: int, month: int, what: str, index: int = 0) -> np.random.Generator:
    return np.random.default_rng([seed, month, zlib.crc32(what.encode()), index])


def _draw_people(rng: np.random.Generator, expected: int, campaign: Campaign | None = None) -> dict[str, np.ndarray]:
    count = int(rng.poisson(expected))
    channel = rng.choice(CHANNELS, count, p=(0.35, 0.45, 0.20))
    age = np.clip(20 + rng.gamma(3.2, 7.5, count), 20, 75).astype(int)
    if campaign:
        channel = np.full(count, campaign.channel)
        age = np.clip(18 + rng.gamma(2.0, 2.5, count), 18, 35).astype(int)
    kind = _draw_employment(rng, age)
    log_income_kind = np.array([_LOG_INCOME_KIND[name] for name in EMPLOYMENTS])[kind]
    log_income = np.log(23_000) + 0.012 * (np.minimum(age, 55) - 40) + log_income_kind
    income = np.round(np.exp(log_income + 0.38 * rng.standard_normal(count)))
    log_savings = np.log(0.16 * income) + 0.010 * (age - 40) + 0.95 * rng.standard_normal(count)
    log_amount = np.log(0.27 * income) + 0.45 * rng.standard_normal(count)
    return {
        "channel": channel,
        "region": rng.choice(REGIONS, count, p=(0.40, 0.12, 0.30, 0.18)),
        "age": age,
        "employment": np.array(EMPLOYMENTS)[kind],
        "income": income.astype(int),
        "savings": np.round(np.exp(log_savings)).astype(int),
        "amount": (np.clip(np.exp(log_amount), 1_000, 30_000) / 100).round().astype(int) * 100,
        "term": rng.choice(TERMS, count, p=(0.15, 0.30, 0.35, 0.20)),
        "purpose": rng.choice(PURPOSES, count, p=(0.30, 0.25, 0.10, 0.20, 0.15)),
        "instalments": np.round(income / 12 * rng.beta(1.6, 7.0, count)).astype(int),
        "late_payments": rng.poisson(0.28 * np.exp(0.5 * rng.standard_normal(count))),
        "unexplained": 0.30 * rng.standard_normal(count),
    }


def _draw_employment(rng: np.random.Generator, age: np.ndarray) -> np.ndarray:
    """For each person the place of the employment in EMPLOYMENTS."""
    u = rng.random(len(age))
    young, older = np.searchsorted([0.50, 0.60], u), np.searchsorted([0.62, 0.80], u)
    return np.where(age >= 65, EMPLOYMENTS.index("pensioner"), np.where(age < 30, young, older))


def _log_odds(people: pd.DataFrame) -> np.ndarray:
    burden = 12 * (people["instalments"] + people["amount"] / people["term"]) / people["income"]
    log_odds = (
        -3.10
        + 3.6 * (burden - 0.25)
        + 0.75 * people["late_payments"].clip(upper=4)
        - 0.50 * np.log(people["savings"].clip(lower=1) / 3_500)
        - 0.028 * (people["age"].clip(upper=60) - 40)
        + people["employment"].map(_RISK_EMPLOYMENT).astype(float)
        + people["purpose"].map(_RISK_PURPOSE).astype(float)
        + people["region"].map(_RISK_REGION).astype(float)
        + people["unexplained"]
    )
    return log_odds.to_numpy(copy=True)
