"""The flight simulator of the life cycle: a policy runs Bora for 24 months, and every month is recorded.

A `Scenario` names a world, what people do to the training pipeline meanwhile, and which feeds fail. A `Terrain` is that
world made ready to be flown through (about a second); `fly` takes a policy through it (well below a second, no MLflow):

    terrain = Terrain(Scenario(seed=7))
    flight = fly(terrain, policy)

A policy is anything with a method `act(view) -> Action`. It is asked month by month, and again within a month until it
keeps, refuses or has acted MAX_ACTIONS times: so it can retrain, look at the challenger, then promote it. The order of
a month is: release of pipeline code (process 2), intake of the batch (7), serving (5), outcomes that fall due,
monitoring (6), the policy (3 and 4). A promotion counts from the next month on.

What a policy sees is a `View`: what a team would know by then. The truth stays in the `Terrain`, which no view refers
to. Nothing that a world does ends a flight: what is impossible (a fit on one class, a month without applications) is
recorded as an event with its reason, and the flight goes on.
"""

import itertools
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd
from scipy import special, stats
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bora import money
from bora.incidents import DEFAULT_INCIDENTS, Incident
from bora.world import EMPLOYMENTS, FIRST_MONTH, OUTCOME_WINDOW, PURPOSES, World, month_range, old_scorecard, simulate

LAUNCH = "2023-12"
"""The month in which the first model is trained; it decides from the next one on."""
MAX_ACTIONS = 4
"""How often a policy may act in one month."""
FIT_MONTHS, HOLD_OUT = 6, 2
"""A snapshot: up to six months to fit on, and the two newest to judge by."""

NUMERIC = ("burden", "log_savings", "late_payments", "age")
INCOME_RANGE = (4_000, 250_000)
"""EUR a year: what the contract with the feed allows."""
CONTRACT_LIMIT = 0.01
"""The share of a batch that may break the contract."""


@dataclass(frozen=True)
class Release:
    """Pipeline code that people release in `month`.

    labels: "complete" takes a month once its outcome window is over, "freshest" takes each loan as soon as its outcome
    is known. target: what the pipeline calls 1, "default" or "repaid".
    """

    month: str
    labels: str = "complete"
    target: str = "default"


SOUND = Release(LAUNCH)
RELEASES = (SOUND, Release("2024-02", target="repaid"), Release("2024-06", labels="freshest"), Release("2024-09"))


@dataclass(frozen=True)
class Clerks:
    """Who looks at the applications that are referred: so many a month, in the order of arrival, at EUR each.

    A clerk asks for documents, so she knows the true income and savings and what times are like. Her opinion is the
    true log-odds of default with a normal error of standard deviation `error`; she grants below the break-even.
    Whoever comes when all places are taken is decided by the model.
    """

    places: int = 200
    price: float = 50.0
    error: float = 0.5


CLERKS = Clerks()


@dataclass(frozen=True)
class Scenario:
    """A world to fly through: its seed and incidents, the releases of the pipeline, the months without a feed."""

    seed: int = 2023
    incidents: tuple[Incident, ...] = DEFAULT_INCIDENTS
    releases: tuple[Release, ...] = RELEASES
    silent: tuple[str, ...] = ()
    applications_per_month: int = 1150
    clerks: Clerks = CLERKS


@dataclass(frozen=True)
class Referred:
    """What the clerks did in a month: the rows of the batch that they saw, and which of these they granted."""

    rows: np.ndarray = field(repr=False)
    granted: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Action:
    """What a policy does: `kind` is one of KINDS, `reason` says why in words, `evidence` names the numbers behind it.

    months: for "retrain", the snapshot's months if they are not the pipeline's own choice. version: for "promote" and
    "roll back", the model; without it the challenger, or the champion's predecessor. band: for "refer", the PDs from
    which and below which applications go to clerks from the next month on; (0, 0) sends nobody.
    """

    kind: str
    reason: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    version: int | None = None
    band: tuple[float, float] = (0.0, 0.0)


KINDS = ("keep", "refuse", "retrain", "promote", "roll back", "refer", "stop")
KEEP = Action("keep")


class Policy(Protocol):
    """Whoever flies."""

    def act(self, view: "View") -> Action:
        """What to do now, given what is known."""
        ...


@dataclass(frozen=True)
class Model:
    """A trained model and where it comes from; `estimator` reads the columns of `features`, in their order."""

    version: int
    made_in: str
    labels: str
    fitted_on: tuple[str, ...]
    held_out: tuple[str, ...]
    loans: int
    estimator: Pipeline = field(repr=False)
    key: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class Snapshot:
    """The loans that the deployed pipeline would take now. faults: month -> what broke the contract on arrival."""

    fitted_on: tuple[str, ...]
    held_out: tuple[str, ...]
    labels: str
    loans: int
    faults: Mapping[str, str]
    incomplete: tuple[str, ...]

    @property
    def months(self) -> tuple[str, ...]:
        """All months of the snapshot, oldest first."""
        return self.fitted_on + self.held_out


@dataclass(frozen=True)
class Judgement:
    """A model against known outcomes. `losses`: the log loss of each loan, shape (loans,).

    log_loss is None without a loan. z: how many standard deviations the defaults lie above the sum of the PDs, None
    without a loan.
    """

    loans: int
    defaults: int
    losses: np.ndarray = field(repr=False)
    log_loss: float | None
    z: float | None


@dataclass(frozen=True)
class Signals:
    """What monitoring measures in a month.

    psi: feature -> population stability index of this month's batch against the months that the champion was fitted
    on; psi_limit: what luck alone exceeds once in a thousand, for batches of these sizes; granted_then, granted_now:
    the share that the champion grants in the two. judged: the newest month whose outcomes are complete, and how the
    champion did in it. None (psi: empty) where there is nothing to measure.
    """

    psi: Mapping[str, float]
    psi_limit: float | None
    granted_then: float | None
    granted_now: float | None
    judged_month: str
    judged: Judgement


@dataclass(frozen=True)
class Promised:
    """The granted loans of a month: outcome (1, 0, or missing while unknown), PD under a model, employment ("" where it
    is out of contract), each of shape (loans,); age: months since.
    """

    outcome: np.ndarray = field(repr=False)
    pds: np.ndarray = field(repr=False)
    employment: np.ndarray = field(repr=False)
    age: int


@dataclass(frozen=True)
class Event:
    """One line of the flight recorder. `model` is set where one was made, promoted or put back."""

    month: str
    process: str
    action: str
    reason: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    model: Model | None = field(default=None, repr=False)


@dataclass
class Flight:
    """A finished flight. months: a row a month (month, applications, granted, version, eur); events: the recorder."""

    months: pd.DataFrame
    events: list[Event] = field(repr=False)

    @property
    def profit(self) -> float:
        """EUR over all months."""
        return float(self.months["eur"].sum())

    def count(self, action: str) -> int:
        """How many events have this action."""
        return sum(event.action == action for event in self.events)

    def log(self, process: str = "") -> pd.DataFrame:
        """The recorder as a table, of one process if named."""
        rows = [event for event in self.events if not process or event.process == process]
        return pd.DataFrame(
            [{"month": e.month, "process": e.process, "action": e.action, "reason": e.reason} for e in rows],
            columns=["month", "process", "action", "reason"],
        )


def features(applications: pd.DataFrame) -> pd.DataFrame:
    """What a model reads, from applications as they arrive: burden (a year's instalments, the new loan's included, over
    a year's income), log savings, late payments, age, and a column for each employment and purpose; shape (n, 13).
    """
    owed = applications["instalments"] + applications["amount"] / applications["term"]
    columns = {
        "burden": 12 * owed / applications["income"].clip(lower=1),
        "log_savings": np.log(applications["savings"].clip(lower=1)),
        "late_payments": applications["late_payments"],
        "age": applications["age"],
    }
    columns |= {kind: applications["employment"] == kind for kind in EMPLOYMENTS}
    columns |= {kind: applications["purpose"] == kind for kind in PURPOSES}
    return pd.DataFrame(columns).astype(float)


def inputs(applications: pd.DataFrame) -> np.ndarray:
    """The `features` as an array, as the estimators of a flight read them; shape (n, 13)."""
    return features(applications).to_numpy()


def contract_faults(batch: pd.DataFrame) -> str:
    """What breaks the contract with the feed in more than CONTRACT_LIMIT of a batch, in words; "" if nothing does."""
    return _in_words({name: bad.mean() for name, bad in _strange(batch).items() if len(batch)})


def _strange(applications: pd.DataFrame) -> dict[str, np.ndarray]:
    """Which values are out of contract, by column; each of shape (n,)."""
    return {
        "purpose": ~applications["purpose"].isin(PURPOSES).to_numpy(),
        "employment": ~applications["employment"].isin(EMPLOYMENTS).to_numpy(),
        "income": ~applications["income"].between(*INCOME_RANGE).to_numpy(),
    }


def _in_words(shares: Mapping[str, float]) -> str:
    return "; ".join(f"{name}: {share:.0%} out of contract" for name, share in shares.items() if share > CONTRACT_LIMIT)


def _clerk_grants(seed: int, true_pd: np.ndarray, clerks: Clerks) -> np.ndarray:
    """Whom a clerk would grant; shape (n,). Drawn for everybody, so that pilots can be compared in one world."""
    rng = np.random.default_rng([seed, zlib.crc32(b"clerks' opinions")])
    likely = np.clip(true_pd, 1e-6, 1 - 1e-6)
    opinion = np.log(likely / (1 - likely)) + clerks.error * rng.standard_normal(len(likely))
    return opinion < np.log(money.BREAK_EVEN / (1 - money.BREAK_EVEN))


def psi(expected: np.ndarray, actual: np.ndarray) -> float:
    """Population stability index of two arrays of counts in the same bins; half a case is added to each bin."""
    e, a = ((counts + 0.5) / (counts + 0.5).sum() for counts in (expected, actual))
    return float(((a - e) * np.log(a / e)).sum())


def psi_limit(n: int, m: int, bins: int = 10, level: float = 0.001) -> float:
    """The PSI that samples of n and m cases from one population exceed with probability `level` (Yurdakul, 2018)."""
    return float((1 / n + 1 / m) * stats.chi2.isf(level, bins - 1))


@dataclass(frozen=True)
class _Batch:
    """A month's applications, what models read of them, and what breaks the contract."""

    applications: pd.DataFrame
    inputs: np.ndarray
    fault: str


class Terrain:
    """A scenario made ready to be flown through. It holds the truth and caches fits; flights share it, views do not."""

    def __init__(self, scenario: Scenario) -> None:
        world: World = simulate(
            scenario.seed, scenario.incidents, applications_per_month=scenario.applications_per_month
        )
        self.scenario = scenario
        self.calendar = tuple(month_range(FIRST_MONTH, 36 + OUTCOME_WINDOW))
        self.applications = world.applications
        sizes = world.applications["month"].value_counts()
        ends = np.cumsum([sizes.get(month, 0) for month in self.calendar])
        self.rows = {m: slice(int(e - sizes.get(m, 0)), int(e)) for m, e in zip(self.calendar, ends, strict=True)}
        self.inputs = inputs(world.applications)
        self.strange = _strange(world.applications)
        self.accepted = world.outcomes["accepted"].to_numpy() == 1
        self.by_scorecard = old_scorecard(world.applications) >= 100
        truth = world.truth
        self.default = truth["default"].to_numpy()
        self.pd = truth["pd"].to_numpy()
        self.wait = np.where(self.default == 1, truth["default_after"], OUTCOME_WINDOW)
        everything = np.ones(len(truth), bool)
        self.clerk_grants = _clerk_grants(scenario.seed, self.pd, scenario.clerks)
        self.eur_if_granted = money.profit(world.applications["amount"], self.default, everything)
        self.fits: dict[bytes, Pipeline] = {}
        self.scores: dict[tuple[bytes, str], np.ndarray] = {}
        self.batches: dict[str, _Batch] = {}
        self.tests: dict[str, str] = {}

    def batch(self, month: str) -> "_Batch":
        """A month's applications as they arrive; copies, so that no month leads to another one."""
        if month not in self.batches:
            rows = self.rows[month]
            batch = self.applications.iloc[rows].reset_index(drop=True)
            fault = _in_words({name: bad[rows].mean() for name, bad in self.strange.items() if len(batch)})
            self.batches[month] = _Batch(batch, self.inputs[rows].copy(), fault)
            self.batches[month].inputs.flags.writeable = False
        return self.batches[month]

    def forget_applications(self) -> None:
        """Keep what flying by instruments needs: a world then takes a third of the memory, and views have no tables."""
        for month in self.calendar[:36]:
            batch = self.batch(month)
            self.batches[month] = _Batch(batch.applications.iloc[:, :0], batch.inputs, batch.fault)
        self.applications = self.applications.iloc[:, :0]

    def oracle_profit(self, first: str = "2024-01", months: int = 24) -> float:
        """EUR of whoever grants by the true PD: what no team can reach."""
        flown = self.calendar[self.calendar.index(first) :][:months]
        good = self.pd < money.BREAK_EVEN
        return float(sum(self.eur_if_granted[self.rows[m]][good[self.rows[m]]].sum() for m in flown))


class _Books:
    """What the team has on record. Nothing in here, or reachable from here, is known to the simulator only."""

    def __init__(self, calendar: tuple[str, ...], scores: dict[tuple[bytes, str], np.ndarray]) -> None:
        self.calendar, self.scores = calendar, scores
        self.place = {month: place for place, month in enumerate(calendar)}
        self.now = calendar[0]
        self.batches: dict[str, pd.DataFrame] = {}
        self.inputs: dict[str, np.ndarray] = {}
        self.faults: dict[str, str] = {}
        self.granted: dict[str, np.ndarray] = {}
        self.outcomes: dict[str, np.ndarray] = {}
        self.models: list[Model] = []
        self.champion: Model | None = None
        self.challenger: Model | None = None
        self.predecessors: list[Model] = []
        self.stopped = False
        self.band = (0.0, 0.0)
        self.referred: dict[str, Referred] = {}
        self.pipeline = SOUND
        self.events: list[Event] = []
        self.edges: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def add(self, months: int) -> str:
        """The month `months` after this one; the calendar's first one where that lies before it."""
        return self.calendar[max(0, self.place[self.now] + months)]

    def predict(self, model: Model, month: str) -> np.ndarray:
        key = (model.key, month)
        if key not in self.scores:
            rows = self.inputs[month]
            self.scores[key] = _pds(model.estimator, rows)
            self.scores[key].flags.writeable = False
        return self.scores[key]

    def known(self, month: str) -> np.ndarray:
        """Which loans of a month have a known outcome; shape (granted,)."""
        return ~np.isnan(self.outcomes[month])

    def snapshot(self, months: Sequence[str], labels: str) -> Snapshot:
        return Snapshot(
            fitted_on=tuple(months[:-HOLD_OUT]),
            held_out=tuple(months[-HOLD_OUT:]),
            labels=labels,
            loans=int(sum(self.known(month).sum() for month in months)),
            faults={month: self.faults[month] for month in months if self.faults[month]},
            incomplete=tuple(month for month in months if month > self.add(-OUTCOME_WINDOW)),
        )


class View:
    """What the team knows in one month. Tables are copies; whatever a policy does to them changes no world."""

    def __init__(self, books: _Books) -> None:
        self._books = books
        self.month = books.now
        self.break_even, self.margin_rate, self.loss_rate = money.BREAK_EVEN, money.MARGIN_RATE, money.LOSS_RATE

    @property
    def months(self) -> tuple[str, ...]:
        """The months whose batch has arrived, oldest first."""
        return tuple(self._books.batches)

    @property
    def champion(self) -> Model | None:
        """The model that decides, or would if the service were not stopped; None where no model could be made yet."""
        return self._books.champion

    @property
    def challenger(self) -> Model | None:
        """The newest model that is not champion; None where there is none."""
        return self._books.challenger

    @property
    def models(self) -> tuple[Model, ...]:
        """All models ever made, oldest first."""
        return tuple(self._books.models)

    @property
    def events(self) -> tuple[Event, ...]:
        """The flight recorder so far."""
        return tuple(self._books.events)

    def acted(self, process: str) -> bool:
        """Whether the recorder has an event of this process in this month."""
        recent = itertools.takewhile(lambda event: event.month == self.month, reversed(self._books.events))
        return any(event.process == process for event in recent)

    @property
    def stopped(self) -> bool:
        """Whether the old scorecard decides instead of the champion."""
        return self._books.stopped

    @property
    def band(self) -> tuple[float, float]:
        """From which PD and below which applications go to clerks; (0, 0) where none do."""
        return self._books.band

    @property
    def referred(self) -> Mapping[str, Referred]:
        """Month -> what the clerks did, where they did something."""
        return dict(self._books.referred)

    def complete(self, month: str) -> bool:
        """Whether the outcome window of a month's loans is over."""
        return month <= self._books.add(-OUTCOME_WINDOW)

    def fault(self, month: str) -> str:
        """What broke the contract when this month's batch arrived; "" if nothing did."""
        return self._books.faults[month]

    def applications(self, month: str) -> pd.DataFrame:
        """A month's batch as it arrived."""
        return self._books.batches[month].copy()

    def loans(self, *months: str) -> pd.DataFrame:
        """The granted loans of these months, with `default`: 1, 0, or missing while it is not known."""
        books = self._books
        tables = [books.batches[m].iloc[books.granted[m]].assign(default=books.outcomes[m]) for m in months]
        return pd.concat(tables, ignore_index=True)

    def arrived(self, month: str) -> int:
        """How many applications of a month have arrived; 0 where the feed is missing."""
        return len(self._books.inputs.get(month, ()))

    def known_loans(self, months: Sequence[str]) -> int:
        """How many granted loans of these months have a known outcome."""
        return int(sum(self._books.known(month).sum() for month in months if month in self._books.batches))

    def promised(self, model: Model, month: str) -> Promised:
        """What the model promises of the loans of a month, beside what is known."""
        books = self._books
        granted = books.granted[month]
        kinds = books.inputs[month][granted][:, len(NUMERIC) : len(NUMERIC) + len(EMPLOYMENTS)]
        names = np.where(kinds.any(axis=1), np.array(EMPLOYMENTS)[kinds.argmax(axis=1)], "")
        age = books.place[self.month] - books.place[month]
        return Promised(books.outcomes[month].copy(), books.predict(model, month)[granted], names, age)

    def predict(self, model: Model, month: str) -> np.ndarray:
        """The model's PDs for a month's batch; shape (applications,), read-only."""
        return self._books.predict(model, month)

    def judge(self, model: Model, months: Sequence[str]) -> Judgement:
        """The model against the known outcomes of the granted loans of these months."""
        books = self._books
        kept = [(books.outcomes[m], books.predict(model, m)[books.granted[m]]) for m in months if m in books.batches]
        outcome = np.concatenate([known for known, _ in kept] or [np.zeros(0)])
        pds = np.concatenate([score for _, score in kept] or [np.zeros(0)])
        known = ~np.isnan(outcome)
        outcome, pds = outcome[known], pds[known].clip(1e-9, 1 - 1e-9)
        if not len(outcome):
            return Judgement(0, 0, np.zeros(0), None, None)
        losses = -np.log(np.where(outcome == 1, pds, 1 - pds))
        z = (outcome.sum() - pds.sum()) / np.sqrt((pds * (1 - pds)).sum())
        return Judgement(len(outcome), int(outcome.sum()), losses, float(losses.mean()), float(z))

    def snapshot(self, spare_refused: bool = False) -> Snapshot:
        """What the deployed pipeline would take now, with or without the batches that broke the contract."""
        books = self._books
        newest = self.month if books.pipeline.labels == "freshest" else books.add(-OUTCOME_WINDOW)
        months = [m for m in books.batches if m <= newest and not (spare_refused and books.faults[m])]
        return books.snapshot(months[-FIT_MONTHS - HOLD_OUT :], books.pipeline.labels)

    def signals(self) -> Signals:
        """What monitoring measures this month."""
        books, model = self._books, self.champion
        judged_month = books.add(-OUTCOME_WINDOW)
        judged = self.judge(model, [judged_month]) if model else Judgement(0, 0, np.zeros(0), None, None)
        if model is None:
            return Signals({}, None, None, None, judged_month, judged)
        then = [month for month in model.fitted_on if len(books.inputs[month])]
        if not then or not len(books.inputs.get(self.month, ())):
            return Signals({}, None, None, None, judged_month, judged)
        now = books.inputs[self.month]
        moved = {}
        for place, name in enumerate(NUMERIC):
            cuts, before = self._reference(model, then, place)
            after = np.bincount(np.searchsorted(cuts, now[:, place], side="right"), minlength=len(cuts) + 1)
            moved[name] = psi(before, after)
        size = sum(len(books.inputs[month]) for month in then)
        pds = np.concatenate([books.predict(model, month) for month in then])
        return Signals(
            moved,
            psi_limit(size, len(now)),
            float((pds < self.break_even).mean()),
            float((books.predict(model, self.month) < self.break_even).mean()),
            judged_month,
            judged,
        )

    def _reference(self, model: Model, months: list[str], place: int) -> tuple[np.ndarray, np.ndarray]:
        """Cuts at the deciles of a feature in the months that a model was fitted on, and the counts between them."""
        key = (model.version, place)
        if key not in self._books.edges:
            values = np.concatenate([self._books.inputs[month][:, place] for month in months])
            cuts = np.unique(np.quantile(values, np.arange(1, 10) / 10))
            counts = np.bincount(np.searchsorted(cuts, values, side="right"), minlength=len(cuts) + 1)
            self._books.edges[key] = cuts, counts
        return self._books.edges[key]


Listener = Callable[[Event, View], None]


def fly(terrain: Terrain, policy: Policy, listener: Listener | None = None, months: int = 24) -> Flight:
    """Fly `policy` through a terrain for up to 24 months from January 2024 on. Nothing in it is left to chance.

    `listener(event, view)` is called for every event as it happens (to record it elsewhere, say). Raises ValueError for
    an action that does not exist; what a policy itself raises is not caught.
    """
    return _Run(terrain, policy, listener).fly(months)


def _blank_model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))


def _pds(estimator: Pipeline, rows: np.ndarray) -> np.ndarray:
    """predict_proba(rows)[:, 1]; of the models of a flight without the checks, which take longer than the numbers."""
    if not isinstance(estimator, Pipeline):
        return np.asarray(estimator.predict_proba(rows)[:, 1]) if len(rows) else np.zeros(0)
    scaler, regression = (step for _, step in estimator.steps)
    decision = (rows - scaler.mean_) / scaler.scale_ @ regression.coef_.T + regression.intercept_
    return np.asarray(special.expit(decision[:, 0]))


def _labels(default: np.ndarray, pipeline: Release) -> np.ndarray:
    """What the pipeline calls 1."""
    return 1 - default if pipeline.target == "repaid" else default


class _Run:
    """One flight under way: the terrain with its truth on one side, the team's books on the other."""

    def __init__(self, terrain: Terrain, policy: Policy, listener: Listener | None) -> None:
        self.terrain, self.policy, self.listener = terrain, policy, listener
        self.books = _Books(terrain.calendar, terrain.scores)
        self.lines: list[dict[str, Any]] = []

    def fly(self, months: int) -> Flight:
        start = self.books.place[LAUNCH]
        for month in self.books.calendar[: start + 1]:
            self.books.now = month
            self._release()
            self._take_in()
            self._grant(self.terrain.accepted[self.terrain.rows[month]])
        self._mature()
        self._launch()
        for month in self.books.calendar[start + 1 : start + 1 + min(months, 24)]:
            self.books.now = month
            self._release()
            self._take_in()
            self._serve()
            self._mature()
            self._ask()
        return Flight(pd.DataFrame(self.lines), self.books.events)

    def _record(self, process: str, action: str, reason: str = "", model: Model | None = None, **evidence: Any) -> None:
        event = Event(self.books.now, process, action, reason, evidence, model)
        self.books.events.append(event)
        if self.listener:
            self.listener(event, View(self.books))

    def _release(self) -> None:
        """Process 2: test the pipeline that people release in this month; it is deployed only if it passes."""
        for release in self.terrain.scenario.releases:
            if release.month == self.books.now:
                failed = self._failed_test(release)
                if not failed:
                    self.books.pipeline = release
                action = "stop" if failed else "deploy"
                self._record("training operationalization", action, failed, labels=release.labels)

    def _failed_test(self, release: Release) -> str:
        """Fit the pipeline on a toy month, the first one: do late payers come out as riskier?"""
        if release.target not in self.terrain.tests:
            self.terrain.tests[release.target] = self._test(release)
        return self.terrain.tests[release.target]

    def _test(self, release: Release) -> str:
        rows = self.terrain.rows[FIRST_MONTH]
        taken = self.terrain.accepted[rows]
        toy = self.terrain.inputs[rows][taken]
        labels = _labels(self.terrain.default[rows][taken], release)
        if len(np.unique(labels)) < 2:
            return "no fit is possible on the toy month"
        model = _blank_model().fit(toy, labels)
        toy = toy.copy()
        toy[:, NUMERIC.index("late_payments")] = 0
        never_late = _pds(model, toy)
        toy[:, NUMERIC.index("late_payments")] = 2
        twice_late = _pds(model, toy)
        return "" if (twice_late > never_late).all() else "late payers are not riskier"

    def _take_in(self) -> None:
        """Process 7: look at the month's batch on arrival and keep the verdict."""
        month = self.books.now
        if month in self.terrain.scenario.silent:
            self._record("data and model management", "miss", "the feed is missing: no batch arrived")
            return
        batch = self.terrain.batch(month)
        self.books.batches[month], self.books.inputs[month] = batch.applications, batch.inputs
        self.books.faults[month] = batch.fault
        action = "refuse batch" if batch.fault else "admit"
        self._record("data and model management", action, batch.fault, rows=len(batch.inputs))

    def _grant(self, granted: np.ndarray) -> None:
        month = self.books.now
        if month in self.books.batches:
            self.books.granted[month] = np.flatnonzero(granted)
            self.books.outcomes[month] = np.full(int(granted.sum()), np.nan)

    def _serve(self) -> None:
        """Process 5: decide. Without a feed, or with the service stopped, the old scorecard decides by hand."""
        month, rows = self.books.now, self.terrain.rows[self.books.now]
        champion = self.books.champion
        if month not in self.books.batches or self.books.stopped or champion is None:
            granted, version, why = self.terrain.by_scorecard[rows], None, "by the old scorecard"
        else:
            granted, version, why = self._decide(self.books.predict(champion, month)), champion.version, ""
        if not granted.any():
            why = "no applications" if not len(granted) else "no loan granted"
        eur = float(self.terrain.eur_if_granted[rows][granted].sum())
        self.lines.append(
            {
                "month": month,
                "applications": len(granted),
                "granted": int(granted.sum()),
                "version": version,
                "eur": eur,
            }
        )
        self._grant(granted)
        seen = self.books.referred.get(month)
        more: dict[str, Any] = {"referred": len(seen.rows)} if seen else {}
        self._record("prediction serving", "serve", why, applications=len(granted), granted=int(granted.sum()), **more)

    def _decide(self, pds: np.ndarray) -> np.ndarray:
        """Whom the model grants, and of those in the band, whom the clerks grant."""
        granted = pds < money.BREAK_EVEN
        low, high = self.books.band
        band = np.flatnonzero((pds >= low) & (pds < high))[: self.terrain.scenario.clerks.places]
        if len(band):
            granted[band] = self.terrain.clerk_grants[self.terrain.rows[self.books.now]][band]
            self.books.referred[self.books.now] = Referred(band, granted[band])
        return granted

    def _mature(self) -> None:
        """Write down the outcomes that have become known by now."""
        here = self.books.place[self.books.now]
        for month in self.books.batches:
            if np.isnan(self.books.outcomes[month]).any():
                rows = self.terrain.rows[month]
                taken = self.books.granted[month]
                due = self.terrain.wait[rows][taken] <= here - self.books.place[month]
                self.books.outcomes[month] = np.where(due, self.terrain.default[rows][taken], np.nan)

    def _launch(self) -> None:
        snapshot = View(self.books).snapshot()
        model = self._train(snapshot, "launch", {})
        if model is None:
            self.books.stopped = True
            return
        self._point(model)
        self._record("model deployment", "promote", "launch", model, version=model.version)

    def _ask(self) -> None:
        """Processes 6, 3 and 4: the policy looks at what monitoring says, and acts."""
        for _ in range(MAX_ACTIONS):
            action = self.policy.act(View(self.books))
            if action.kind not in KINDS:
                raise ValueError(f"{self.books.now}: {action.kind!r} is no action; there are {', '.join(KINDS)}")
            self._do(action)
            if action.kind in ("keep", "refuse"):
                return

    def _do(self, action: Action) -> None:
        evidence = dict(action.evidence)
        if action.kind == "keep":
            self._record("continuous monitoring", "keep", action.reason, **evidence)
        elif action.kind == "refuse":
            self._record("continuous training", "refuse", action.reason, self.books.challenger, **evidence)
        elif action.kind == "retrain":
            snapshot = View(self.books).snapshot()
            if action.months:
                known = [month for month in sorted(action.months) if month in self.books.batches]
                snapshot = self.books.snapshot(known, self.books.pipeline.labels)
            self._train(snapshot, action.reason, evidence)
        elif action.kind == "refer":
            self.books.band = action.band
            self._record("prediction serving", "refer", action.reason, **(evidence | {"band": action.band}))
        elif action.kind == "stop":
            self.books.stopped = True
            self._record("prediction serving", "stop", action.reason, **evidence)
        else:
            self._move(action, evidence)

    def _train(self, snapshot: Snapshot, reason: str, evidence: dict[str, Any]) -> Model | None:
        """Process 3: fit on a snapshot. Where that is impossible, the record says why and nothing else happens."""
        books = self.books
        outcomes = [books.outcomes[month][books.known(month)] for month in snapshot.fitted_on]
        outcome = np.concatenate(outcomes) if outcomes else np.zeros(0)
        evidence |= {"fitted_on": snapshot.fitted_on, "held_out": snapshot.held_out, "loans": snapshot.loans}
        books.challenger = None
        if len(np.unique(outcome)) < 2:
            why = f"no fit is possible: {int(outcome.sum())} of {len(outcome)} loans defaulted"
            self._record("continuous training", "fail", f"{why} ({reason})", **evidence)
            return None
        rows = [books.inputs[m][books.granted[m]][books.known(m)] for m in snapshot.fitted_on]
        taken = [self.terrain.rows[m].start + books.granted[m][books.known(m)] for m in snapshot.fitted_on]
        key = books.pipeline.target.encode() + np.concatenate(taken).tobytes()
        if key not in self.terrain.fits:
            self.terrain.fits[key] = _blank_model().fit(np.concatenate(rows), _labels(outcome, books.pipeline))
        estimator = self.terrain.fits[key]
        model = Model(
            len(books.models) + 1,
            books.now,
            snapshot.labels,
            snapshot.fitted_on,
            snapshot.held_out,
            snapshot.loans,
            estimator,
            key,
        )
        books.models.append(model)
        books.challenger = model
        self._record("continuous training", "train", reason, model, **(evidence | {"version": model.version}))
        return model

    def _move(self, action: Action, evidence: dict[str, Any]) -> None:
        """Process 4: promote or roll back; a version that does not exist changes nothing, and the record says so."""
        books = self.books
        if action.kind == "roll back" and action.version is None:
            target = books.predecessors[-1] if books.predecessors else None
        elif action.version is None:
            target = books.challenger
        else:
            target = next((model for model in books.models if model.version == action.version), None)
        if target is None:
            self._record("model deployment", "fail", f"{action.kind}: there is no such version", **evidence)
            return
        self._point(target, back=action.kind == "roll back")
        self._record("model deployment", action.kind, action.reason, target, **(evidence | {"version": target.version}))

    def _point(self, target: Model, back: bool = False) -> None:
        books = self.books
        if back and books.predecessors and books.predecessors[-1] is target:
            books.predecessors.pop()
        elif books.champion is not None and books.champion is not target:
            books.predecessors.append(books.champion)
        books.champion, books.stopped = target, False
        if books.challenger is target:
            books.challenger = None
