r"""Returning customers and what the credit bureau reports about them: every report has two times.

Bora's world (`bora.world`) holds people who ask once. Here customers come back, and between two requests a credit
bureau reports on them. A report says what was so on a day (`event_time`), and reaches Bora later (`known_at`). With N a
normal and U a uniform draw, and months counted from half a year before the first request, for customer c in month m:

    stress   x[m] = 0.7 z + a[m],  a[m] = 0.8 a[m-1] + 0.45 N,  z = N               how hard life is; nobody sees it
    arrears  L[m] ~ Poisson(exp(-1.5 + 0.9 x[m])), at most 4    instalments overdue at lenders that report
    hidden   H[m] ~ Poisson(exp(-1.7 + 0.7 x[m])), at most 3    instalments overdue at lenders that do not
    debt     D[m] = 4,000 exp(0.5 N + 0.25 x[m])                EUR owed elsewhere, to the nearest 10

Reports. Each month a report of `arrears` is made with probability 0.5 and one of `debt` with 0.4, on a day of 1 to 28.
It reaches the bureau after 3 + Exponential(mean 12) days; one in ten is found late, 45 + 90 U days later. The bureau
sends a file every Monday at 06:00: `known_at` is the first Monday after.

Requests. A customer asks 1 + Poisson(3) times, at times drawn evenly over the months of the book, between 9 and 18
o'clock, for an amount of exp(8.7 + 0.45 N) EUR within 1,000 and 30,000, with a burden (the share of income that all
instalments take) of Beta(2.2, 5.8). All requests were granted. If m is the month of the request,

    logit p = -3.2 + 4.0 (burden - 0.25) + 0.80 L[m] + 0.80 H[m] + 0.30 log(D[m] / 4,000) + 0.25 x[m]

and `default` = 1 where U < p. A default comes 30 to 180 days after the request. A loan that does not default is known
to be good after 183 days. Whoever has defaulted gets no further loan: later requests are not in the book.

What follows from a default comes back as reports, and that is what makes a careless join look into the future:

    from the day of the default on, nobody else reports on the customer any more;
    arrears of 3, 4, 5, 6 on the day of the default and 30, 60, 90 days later, sent like all others;
    in 80 of 100 defaults collections ask around and find arrears that nobody had reported: a report of L[m] + H[m]
    (if that is not 0), *dated back* to 1 to 25 days before the request; known 10 to 40 days after the default.

So a value with an `event_time` before a request may exist only because the loan went bad. All of this is invented.
"""

import zlib
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

FIRST_DAY = pd.Timestamp("2024-01-01")
"""The first day on which anybody asks."""
MONTHS_BEFORE = 6
"""Months before it from which there are reports."""
OUTCOME_DAYS = 183
"""Days after which a loan that has not defaulted counts as good."""
KINDS = ("arrears", "debt")

NEWEST_KNOWN = """
SELECT value FROM reports
WHERE customer_id = :customer AND kind = 'arrears' AND known_at <= :at
ORDER BY event_time DESC, known_at DESC
LIMIT 1
"""
"""The query of lab 06's feature store, in SQLite: of the reports known by then, the value with the newest date."""

_REPORTED = {"arrears": 0.5, "debt": 0.4}


@dataclass(frozen=True)
class Book:
    """Requests of returning customers and the reports about them. All times are pandas timestamps.

    requests: request_id, customer_id, at, amount (EUR), burden (share of income); sorted by `at`; a row a loan.
    events: event_id, customer_id, event_time, known_at, kind ("arrears": instalments overdue; "debt": EUR), value; a
        row a report, sorted by `known_at`, ties by `event_id`. A `known_at` may lie after the last request.
    outcomes: request_id, default (0/1), known_at (when Bora knows); rows as in `requests`.
    truth: request_id, pd (true probability of default), arrears, debt (as they were on that day); as in `requests`.
    """

    seed: int
    requests: pd.DataFrame = field(repr=False)
    events: pd.DataFrame = field(repr=False)
    outcomes: pd.DataFrame = field(repr=False)
    truth: pd.DataFrame = field(repr=False)


def simulate(seed: int = 6, customers: int = 3000, months: int = 24) -> Book:
    """Simulate a book; the same arguments give the same one. Raises ValueError for a negative seed or a count below 1.

    About three and a half requests and 25 reports a customer in 24 months.
    """
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    if customers < 1 or months < 1:
        raise ValueError(f"customers and months must be 1 or more, got {customers}, {months}")
    lives = _live(_generator(seed, "lives"), customers, MONTHS_BEFORE + months)
    loans = _ask(_generator(seed, "requests"), lives, months)
    loans = _drop_after_default(loans)
    reports = pd.concat([_report(_generator(seed, kind), lives[kind], kind) for kind in KINDS])
    closed = reports["customer_id"].map(loans.groupby("customer_id")["default_at"].min())  # missing: still open
    ordinary = reports[~(reports["event_time"] >= closed)]
    events = pd.concat([ordinary, _aftermath(_generator(seed, "aftermath"), loans)])
    events = events.sort_values(["known_at", "customer_id", "event_time", "kind"], kind="stable")
    events.insert(0, "event_id", [f"e{number:06d}" for number in range(1, len(events) + 1)])
    known = loans["default_at"].fillna(loans["at"] + pd.Timedelta(days=OUTCOME_DAYS))
    outcomes = loans[["request_id", "default"]].assign(known_at=known)
    return Book(
        seed,
        loans[["request_id", "customer_id", "at", "amount", "burden"]],
        events.reset_index(drop=True),
        outcomes,
        loans[["request_id", "pd", "arrears", "debt"]],
    )


def _generator(seed: int, what: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(what.encode())])


def _live(rng: np.random.Generator, customers: int, months: int) -> dict[str, np.ndarray]:
    """Stress, arrears, hidden arrears and debt of each customer in each month; each of shape (customers, months)."""
    shocks = 0.45 * rng.standard_normal((customers, months))
    wave = np.zeros((customers, months))
    wave[:, 0] = shocks[:, 0] / np.sqrt(1 - 0.8**2)
    for month in range(1, months):
        wave[:, month] = 0.8 * wave[:, month - 1] + shocks[:, month]
    stress = 0.7 * rng.standard_normal((customers, 1)) + wave
    debt = 4_000 * np.exp(0.5 * rng.standard_normal((customers, 1)) + 0.25 * stress)
    return {
        "stress": stress,
        "arrears": rng.poisson(np.exp(-1.5 + 0.9 * stress)).clip(max=4),
        "hidden": rng.poisson(np.exp(-1.7 + 0.7 * stress)).clip(max=3),
        "debt": (debt / 10).round() * 10,
    }


def _ask(rng: np.random.Generator, lives: dict[str, np.ndarray], months: int) -> pd.DataFrame:
    """All requests, sorted by time, with what happens to each."""
    customers = len(lives["stress"])
    who = np.repeat(np.arange(customers), 1 + rng.poisson(3, customers))
    days = (FIRST_DAY + pd.DateOffset(months=months) - FIRST_DAY).days
    minutes = rng.integers(9 * 60, 18 * 60, len(who))
    at = FIRST_DAY + pd.to_timedelta(rng.integers(0, days, len(who)), unit="D") + pd.to_timedelta(minutes, unit="min")
    amount = np.exp(8.7 + 0.45 * rng.standard_normal(len(who))).clip(1_000, 30_000)
    burden = rng.beta(2.2, 5.8, len(who)).round(3)
    month = MONTHS_BEFORE + 12 * (at.year - FIRST_DAY.year) + at.month - FIRST_DAY.month
    arrears, hidden, debt, stress = (lives[name][who, month] for name in ("arrears", "hidden", "debt", "stress"))
    log_odds = -3.2 + 4.0 * (burden - 0.25) + 0.80 * arrears + 0.80 * hidden + 0.30 * np.log(debt / 4_000)
    pd_true = 1 / (1 + np.exp(-(log_odds + 0.25 * stress)))
    default = rng.random(len(who)) < pd_true
    after = pd.to_timedelta(rng.integers(30, 181, len(who)), unit="D")
    loans = pd.DataFrame(
        {
            "customer_id": [f"c{number:05d}" for number in who],
            "at": at,
            "amount": (amount / 100).round().astype(int) * 100,
            "burden": burden,
            "default": default.astype(int),
            "default_at": pd.Series((at + after).normalize()).where(default),
            "pd": pd_true.round(5),
            "arrears": arrears,
            "hidden": hidden,
            "debt": debt.astype(int),
        }
    )
    return loans.sort_values(["at", "customer_id"], kind="stable", ignore_index=True)


def _drop_after_default(loans: pd.DataFrame) -> pd.DataFrame:
    first = loans.groupby("customer_id")["default_at"].transform("min")
    kept = loans[~(loans["at"] > first)].reset_index(drop=True)
    kept.insert(0, "request_id", [f"r{number:06d}" for number in range(1, len(kept) + 1)])
    return kept


def _report(rng: np.random.Generator, values: np.ndarray, kind: str) -> pd.DataFrame:
    """The bureau's ordinary reports of one kind."""
    who, month = np.nonzero(rng.random(values.shape) < _REPORTED[kind])
    starts = pd.date_range(FIRST_DAY - pd.DateOffset(months=MONTHS_BEFORE), periods=values.shape[1], freq="MS")
    event_time = starts[month] + pd.to_timedelta(rng.integers(0, 28, len(who)), unit="D")
    return _sent(rng, [f"c{number:05d}" for number in who], event_time, kind, values[who, month])


def _aftermath(rng: np.random.Generator, loans: pd.DataFrame) -> pd.DataFrame:
    """The reports that exist only because a loan went bad."""
    bad = loans[loans["default"] == 1]
    own = [
        _sent(rng, bad["customer_id"], bad["default_at"] + pd.Timedelta(days=30 * step), "arrears", 3 + step)
        for step in range(4)
    ]
    found = bad[(rng.random(len(bad)) < 0.8) & (bad["arrears"] + bad["hidden"] > 0)]
    before = pd.to_timedelta(rng.integers(1, 26, len(found)), unit="D")
    asked = found["default_at"] + pd.to_timedelta(rng.integers(10, 41, len(found)), unit="D")
    backdated = pd.DataFrame(
        {
            "customer_id": found["customer_id"],
            "event_time": found["at"].dt.normalize() - before,
            "known_at": _next_monday(asked),
            "kind": "arrears",
            "value": (found["arrears"] + found["hidden"]).astype(float),
        }
    )
    return pd.concat([*own, backdated])


def _sent(
    rng: np.random.Generator,
    who: list[str] | pd.Series,
    event_time: pd.DatetimeIndex | pd.Series,
    kind: str,
    value: object,
) -> pd.DataFrame:
    """Reports with the `known_at` of the bureau's ordinary way."""
    late = (rng.random(len(who)) < 0.1) * (45 + 90 * rng.random(len(who)))
    days = 3 + rng.exponential(12, len(who)) + late
    table = pd.DataFrame({"customer_id": who, "event_time": event_time})
    arrived = table["event_time"] + pd.to_timedelta(np.floor(days), unit="D")
    return table.assign(known_at=_next_monday(arrived), kind=kind, value=np.asarray(value, dtype=float))


def _next_monday(days: pd.Series) -> pd.Series:
    """06:00 of the first Monday after each day."""
    return days + pd.to_timedelta(7 - days.dt.day_of_week, unit="D") + pd.Timedelta(hours=6)
