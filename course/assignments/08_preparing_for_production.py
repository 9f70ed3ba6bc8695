# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented. The cells before your answers hold generators and
# graders: you need not read them, but you may. What you need stands in the statements.

# %%
import hashlib
import math
import time
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import skops.io
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from bora import alone, checks

# %% [markdown] teacher
# **Timing.** 115 minutes: 20, 25, 20, 15, 20 for the exercises and 15 for the written answer. For a shorter hand-in
# drop Exercise 8.4. The lesson names bought labels only: 8.3 is where they are found.
#
# **What goes wrong most.** In 8.1 a zero is taken for missing (`row.get(...) or fill`), and an infinite income lets
# `exp` overflow. In 8.2 all slices beyond a limit are named, those too that only overlap with the bad one, and the
# limit is that of a single test. In 8.3 rows are counted instead of due defaults: the agency with safe customers is
# accused. In 8.4 the band is right on the average day, and Bora's days differ. In 8.5 the mean comes back in by habit,
# or the hash is compared with what the record says about itself.
#
# **Five questions for a talk of five minutes.** Which row made your card decide differently from the library, and what
# would it have cost in a branch? How many slices did you look at, and how many would chance have shown you? Whom did
# your first `poisoned` accuse, and what do you say to them? What does your band do on the busiest day? Which proof in
# your last project would not survive Exercise 8.5?

# %% [markdown]
# ## Exercise 8.1: the card without the library (4 points, 20 min)
#
# The tablets in the branches have Python and nothing else: no numpy, no scikit-learn. What they decide must be what
# the model decides, also on rows that nobody expects.
#
# Write `score(row, card)` with the standard library only. `row` is a dict, `card` what the next cell prints at its end.
# It returns `{"pd": ..., "decision": ...}`.
#
# | step | what the library does |
# |---|---|
# | missing | the key is not there, or its value is None or NaN: `fill` stands in, for numbers and categories |
# | limits | a number below `low` is `low`, above `high` it is `high`; infinities too |
# | scaling | `weight * (number - mean) / scale` |
# | a category | its weight; any other value that is not missing weighs 0 |
# | PD | the logistic function of `intercept` plus all of these, rounded to four decimals |
# | decision | `"refuse"` where the rounded PD is `cut` or more, else `"grant"` |
#
# Inputs under `numbers` are numbers where they are not missing; further keys of a row change nothing.
#
# **Grading.** `score_all`, given, runs your cell in a new Python without packages: import what you need in the cell,
# and use no name of other cells. PDs may be off by 0.00011; decisions must be equal.
#
# **Example.** The next cell prints an extract of the card, seven rows, and what the library says of them.


# %%
NUMBERS, CATEGORIES = ["income", "amount", "late_payments"], ["employment", "purpose"]
LOW, HIGH = 0, 100_000_000


def to_numbers(table):
    return table.apply(pd.to_numeric, errors="coerce").clip(LOW, HIGH)


def to_texts(table):
    return table.astype(object).where(table.notna(), np.nan)


def make_service(seed):
    """A fitted pipeline, as it runs in the laboratory."""
    rng = np.random.default_rng([81, seed])
    table = pd.DataFrame(
        {
            "income": rng.lognormal(10.2, 0.4, 800).round(-2),
            "amount": rng.lognormal(8.9, 0.5, 800).round(-2),
            "late_payments": rng.poisson(1.1, 800),
            "employment": rng.choice(["salaried", "temporary", "self_employed"], 800, p=[0.6, 0.2, 0.2]),
            "purpose": rng.choice(["car", "home", "education"], 800, p=[0.3, 0.5, 0.2]),
        }
    )
    steps = rng.uniform(0.6, 1.4, 5)
    risk = -1.8 - steps[0] * np.log(table["income"] / 27_000) + steps[1] * np.log(table["amount"] / 7_500)
    risk += steps[2] * (table["late_payments"] - 1.1) + steps[3] * (table["employment"] == "temporary")
    risk -= steps[4] * (table["purpose"] == "home")
    defaulted = rng.random(800) < 1 / (1 + np.exp(-risk))
    numbers = make_pipeline(FunctionTransformer(to_numbers), SimpleImputer(strategy="median"), StandardScaler())
    texts = make_pipeline(
        FunctionTransformer(to_texts), SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")
    )
    columns = make_column_transformer((numbers, NUMBERS), (texts, CATEGORIES))
    return make_pipeline(columns, LogisticRegression()).fit(table, defaulted)


def card_of(model, cut):
    """The pipeline as plain data."""
    numbers, texts = model[0].named_transformers_.values()
    weights = iter(model[-1].coef_[0].tolist())
    card = {"intercept": float(model[-1].intercept_[0]), "cut": cut, "numbers": {}, "categories": {}}
    for place, name in enumerate(NUMBERS):
        parts = {"fill": numbers[1].statistics_, "mean": numbers[2].mean_, "scale": numbers[2].scale_}
        entry = {key: float(values[place]) for key, values in parts.items()}
        card["numbers"][name] = {"low": LOW, "high": HIGH, **entry, "weight": next(weights)}
    for place, name in enumerate(CATEGORIES):
        entry = {str(value): next(weights) for value in texts[2].categories_[place]}
        card["categories"][name] = {"fill": str(texts[1].statistics_[place]), "weights": entry}
    return card


def library(model, rows, cut):
    """What scikit-learn says."""
    table = pd.DataFrame(rows, columns=NUMBERS + CATEGORIES, dtype=object)
    found = model.predict_proba(table)[:, 1].round(4).tolist()
    return [{"pd": likely, "decision": "refuse" if likely >= cut else "grant"} for likely in found]


def is_same(said, true):
    """Whether one result of `score` is the library's."""
    said = checks.fields(said, "What score returns", ["pd", "decision"])
    likely = checks.number(said["pd"], "The PD", 0, 1)
    return abs(likely - true["pd"]) <= 0.00011 and said["decision"] == true["decision"]


example_model, *more_models = [make_service(seed) for seed in (1, 2, 3)]
example_card = card_of(example_model, 0.15)
plain_row = {"income": 30_000, "amount": 9_000, "late_payments": 0, "employment": "salaried", "purpose": "car"}
example_rows = [
    plain_row,
    plain_row | {"income": None, "employment": None, "purpose": "boat", "colour": "red"},
    plain_row | {"income": math.inf, "late_payments": -1},
    plain_row | {"income": -math.inf, "amount": 1e9, "purpose": "Car"},
    {"amount": math.nan, "employment": ""},
    plain_row | {"income": 15_000, "late_payments": -1},
    plain_row | {"income": 17_000, "amount": 5_500, "late_payments": 1},  # its PD is 0.149998
]
print("cut", example_card["cut"], "intercept", example_card["intercept"])
print("numbers, income:", example_card["numbers"]["income"])
print("categories, purpose:", example_card["categories"]["purpose"])
print(*zip(example_rows, library(example_model, example_rows, 0.15), strict=True), sep="\n")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Which of your values are false in an `if`, and which of these are missing? What is `math.exp(1000)`?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# One small helper says whether a value is missing: NaN is the one value that is not equal to itself. Another gives the
# logistic function without an overflow.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `min(max(number, low), high)` limits. For z < 0 use `e = math.exp(z)` and `e / (1 + e)`. Round first, then compare
# with the cut. For a category: `weights.get(value, 0)`.
#
# </details>


# %% answer:8.1 names="score_all"
def score_all(rows, card):
    """The results of `score`, row by row, from a Python without packages (given: leave it as it is)."""
    return alone.run(score_all, "score", rows, card)


def score(row, card):
    """PD and decision of one row, by the card alone."""
    ### BEGIN SOLUTION
    import math

    def missing(value):
        return value is None or value != value

    total = card["intercept"]
    for name, part in card["numbers"].items():
        value = row.get(name)
        value = part["fill"] if missing(value) else min(max(value, part["low"]), part["high"])
        total += part["weight"] * (value - part["mean"]) / part["scale"]
    for name, part in card["categories"].items():
        value = row.get(name)
        total += part["weights"].get(part["fill"] if missing(value) else value, 0)
    small = math.exp(-abs(total))
    likely = round((1 if total > 0 else small) / (1 + small), 4)
    return {"pd": likely, "decision": "refuse" if likely >= card["cut"] else "grant"}
    ### END SOLUTION


# %% check:8.1 points=1
try:
    said = checks.plain(score_all(list(example_rows), dict(example_card)), "score_all")
except ModuleNotFoundError as error:
    raise AssertionError(f"The tablet has the standard library only: {error}.") from None
except NameError as error:
    raise AssertionError(f"NameError: {error}. Import or define it in the cell of score.") from None
except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
    raise AssertionError(f"score stops with an error on an example row: {type(error).__name__}: {error}.") from None
assert type(said) is list, "score_all should return a list: leave it as given."
assert len(said) == len(example_rows), "score_all should return one result a row: leave it as given."
for row, one, true in zip(example_rows, said, library(example_model, example_rows, 0.15), strict=True):
    assert is_same(one, true), f"PD or decision is not the library's for {row}."

# %% hidden:8.1 points=1.5
rng = np.random.default_rng(81)
model = more_models[0]
usual = {"income": 26_000, "amount": 7_000, "late_payments": 1, "employment": "temporary", "purpose": "education"}
stories = {
    "with ordinary values": [{}],
    "with a 0": [{"late_payments": 0}, {"income": 0}, {"amount": 0}],
    "with missing numbers": [{"income": None}, {"amount": math.nan}, {"late_payments": None}],
    "with infinities": [{"income": math.inf}, {"income": -math.inf}, {"amount": math.inf}],
    "beyond the limits": [{"income": -5}, {"income": 2e8}, {"late_payments": -3}, {"amount": 1e300}],
    "with unknown categories": [{"purpose": "boat"}, {"purpose": "Home"}, {"employment": ""}],
    "with missing categories": [{"purpose": None}, {"employment": math.nan}, {"employment": None}],
    "without a key": [],
}
rows, labels = [], []
for label, changes in stories.items():
    for change in changes:
        for _ in range(3):
            base = usual | {"income": int(rng.integers(12, 60)) * 1000, "late_payments": int(rng.integers(0, 4))}
            rows.append(base | {"purpose": str(rng.choice(["car", "home", "education"])), "note": "x"} | change)
            labels.append(label)
    rows.append({key: value for key, value in rows[-1].items() if changes and key not in changes[-1]})
    labels.append("without a key")
truth = library(model, rows, 0.2)
try:
    said = checks.plain(score_all(list(rows), card_of(model, 0.2)), "score_all")
except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, NameError, ImportError) as error:
    raise AssertionError(f"score stops with an error ({type(error).__name__}) on some unseen row.") from None
assert type(said) is list, "score_all should return a list: leave it as given."
assert len(said) == len(rows), "score_all should return one result a row: leave it as given."
for story, _ in stories.items():
    for label, one, true in zip(labels, said, truth, strict=True):
        assert label != story or is_same(one, true), f"PD or decision is not the library's for a row {story}."

# %% hidden:8.1-edges points=1.5
rng = np.random.default_rng(811)
model = more_models[1]
wrong = {"grant": 0, "refuse": 0}
for number in range(6):
    row = {"income": 500 * int(rng.integers(20, 120)), "amount": 100 * int(rng.integers(20, 200)), "late_payments": 1}
    row |= {"employment": str(rng.choice(["salaried", "temporary"])), "purpose": "car"}
    exact = float(model.predict_proba(pd.DataFrame([row], columns=NUMBERS + CATEGORIES))[0, 1])
    # the rounded PD itself, which refuses, and the next decimal above it, which grants
    cut = round(exact, 4) if number % 3 else round(round(exact, 4) + 0.0001, 4)
    (true,) = library(model, [row], cut)
    try:
        (one,) = checks.plain(score_all([dict(row)], card_of(model, cut)), "score_all")
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, NameError, ImportError) as error:
        raise AssertionError(f"score stops with an error ({type(error).__name__}) at the cut.") from None
    one = checks.fields(one, "What score returns", ["pd", "decision"])
    wrong[true["decision"]] += one["decision"] != true["decision"]
assert not wrong["refuse"], "Where the rounded PD is the cut itself, some of your decisions are not the library's."
assert not wrong["grant"], "Where the rounded PD is just below the cut, some of your decisions are not the library's."

# %% [markdown]
# ## Exercise 8.2: where is the model really wrong? (4 points, 25 min)
#
# The auditor wants to know for whom the PDs are wrong. Whoever looks at 59 slices finds some that look bad in every
# model.
#
# Write `bad_slices(frame)`. `frame` has a row a loan, numbered 0, 1, 2, ... (its index): `region`, `channel`,
# `purpose`, `pd` (what the model said) and `default` (0 or 1). It returns a list of slices from `SLICES`, none twice:
# dicts such as `{"region": "Udine"}` or `{"region": "Udine", "channel": "web"}`.
#
# | given | what it does |
# |---|---|
# | `surprises(frame)` | `[(z, slice), ...]`, the largest abs(z) first; z as in the lesson, of either sign |
# | `members(frame, slice)` | which rows belong to the slice, an array of bool |
# | `make_portfolio(seed)` | a portfolio, and the slices that are bad in it |
#
# Of six portfolios two are clean, one has a bad slice of one attribute, and three have one of one and one of two
# attributes, which share no loan. Slices overlap: where `{"region": "Udine"}` is bad, `{"region": "Udine", "purpose":
# "car"}` looks bad, too. Name the slice that `make_portfolio` shifted; anything else is a false alarm. (The lesson's
# limit alone names what overlaps too: on 24 portfolios it pays more than 400.)
#
# | what | costs |
# |---|---|
# | a bad slice that is not named | 4 |
# | a slice that is named and was not shifted | 2 |
#
# **Grading.** The costs may be at most 46 on 24 practice portfolios (visible, 1 point), 60 on 24 unseen ones and 70 on
# 36 unseen ones (hidden, 1.5 points each). On 36, naming nothing costs 168, naming all beyond 1.96 about 1,000. The way
# of hint 2, with any limit from 3 to 5, pays at most 70 in 999 of 1,000 such sets.


# %%
VALUES = {
    "region": ["Trieste", "Gorizia", "Udine", "Pordenone"],
    "channel": ["branch", "web", "broker"],
    "purpose": ["car", "home", "education", "consolidation", "other"],
}
SLICES = [{name: value} for name, values in VALUES.items() for value in values]
SLICES += [{a: x, b: y} for a, b in combinations(VALUES, 2) for x in VALUES[a] for y in VALUES[b]]
PLANTED = ["clean", "two", "one", "two", "clean", "two"]


def members(frame, piece):
    """For each row of a table, whether it belongs to the slice."""
    return np.all([frame[name].to_numpy() == value for name, value in piece.items()], axis=0)


CELLS = pd.MultiIndex.from_product(VALUES.values(), names=list(VALUES))
INSIDE = np.array([members(CELLS.to_frame(), piece) for piece in SLICES], dtype=float)


def surprises(frame):
    """(z, slice) for all 59 slices, the largest abs(z) first; an empty slice has 0."""
    cell = CELLS.get_indexer(pd.MultiIndex.from_frame(frame[list(VALUES)]))
    gap = INSIDE @ np.bincount(cell, frame["default"] - frame["pd"], len(CELLS))
    spread = INSIDE @ np.bincount(cell, frame["pd"] * (1 - frame["pd"]), len(CELLS))
    z = gap / np.sqrt(np.where(spread > 0, spread, 1))
    return [(float(z[place]), SLICES[place]) for place in np.argsort(-abs(z))]


def make_portfolio(seed, size=2500):
    """A portfolio, and the slices that were shifted in it."""
    rng = np.random.default_rng([82, seed])
    codes = {name: rng.choice(len(v), size, p=rng.dirichlet(np.full(len(v), 8.0))) for name, v in VALUES.items()}
    frame = pd.DataFrame({name: np.array(values)[codes[name]] for name, values in VALUES.items()})
    logit = rng.normal(-2.0, 0.7, size)
    for name, values in VALUES.items():
        logit += rng.normal(0, 0.5, len(values))[codes[name]]
    frame["pd"] = pds = 1 / (1 + np.exp(-logit))
    one = SLICES[rng.integers(12)]
    pair = rng.choice([two for two in SLICES[12:] if any(two.get(name, value) != value for name, value in one.items())])
    ways, luck = rng.choice([-1, 1], 2), rng.random(size)
    shifted = {"clean": [], "one": [one], "two": [one, pair]}[PLANTED[seed % 6]]
    for piece, way in zip(shifted, ways, strict=False):
        inside = members(frame, piece)
        logit[inside] += way * max(0.3, 10 / np.sqrt((pds * (1 - pds))[inside].sum()))
    frame["default"] = (luck < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, shifted


def audit_costs(find, seeds):
    """What the audits of these portfolios cost, by the kind of mistake."""
    costs = {"missed": 0, "clean": 0, "beside": 0}
    for seed in seeds:
        frame, shifted = make_portfolio(seed)
        try:
            said = checks.plain(find(frame), "bad_slices")
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise AssertionError(f"bad_slices stops with an error ({type(error).__name__}) on a portfolio.") from None
        assert type(said) is list, f"bad_slices should return a list, not {checks.kind(said)}."
        assert all(one in SLICES for one in said), "bad_slices should return slices as they stand in SLICES."
        assert all(said.count(one) == 1 for one in said), "bad_slices should name no slice twice."
        right = sum(one in shifted for one in said)
        costs["missed"] += 4 * (len(shifted) - right)
        costs["beside" if shifted else "clean"] += 2 * (len(said) - right)
    return costs


example_frame, example_shifted = make_portfolio(2)
print(example_shifted, "was shifted. The five largest surprises:")
print(*surprises(example_frame)[:5], sep="\n")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# How large is the largest of 59 surprises in a portfolio where nothing is wrong? Look at a few clean ones.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A limit for 59 of them lies far above 2. Name the largest beyond it. Then ask what is left once its loans are out.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A loop: `z, piece = surprises(rest)[0]`; stop where z is within the limit, else name the slice and keep
# `rest[~members(rest, piece)]`. Try limits on the practice portfolios.
#
# </details>


# %% answer:8.2 names="bad_slices"
def bad_slices(frame):
    """The slices in which the PDs are wrong by more than chance among so many explains."""
    ### BEGIN SOLUTION
    rest, found = frame, []
    while len(rest):
        z, piece = surprises(rest)[0]
        if abs(z) < 3.75:
            break
        found.append(piece)
        rest = rest[~members(rest, piece)]
    return found
    ### END SOLUTION


# %% check:8.2 points=1
costs = audit_costs(bad_slices, range(24))
assert sum(costs.values()) <= 46, (
    f"24 practice portfolios cost {sum(costs.values())}, and at most 46 is asked for: {costs['missed']} for bad slices "
    f"that you miss, {costs['clean']} for false alarms in clean portfolios, {costs['beside']} "
    "for false alarms beside a bad slice: do they only share loans with it?"
)

# %% hidden:8.2 points=1.5
seeds = checks.seeds(24, "lab eight two: fifty-nine slices of one cake, and the auditor is on a diet until Friday")
costs = audit_costs(bad_slices, seeds)
most = {
    "bad slices that you miss.": "missed",
    "false alarms in clean ones: how many slices do you look at?": "clean",
    "false alarms: which slices only share loans with a bad one?": "beside",
}
for what, kind in most.items():
    if costs[kind] == max(costs.values()):
        assert sum(costs.values()) <= 60, f"Unseen portfolios cost more than 60, most of it {what}"

# %% hidden:8.2-high points=1.5
seeds = checks.seeds(36, "lab eight two, high: the harbour pilot audits the tide by postcode and finds it uneven")
costs = audit_costs(bad_slices, seeds)
most = {
    "bad slices that you miss.": "missed",
    "false alarms in clean ones: how many slices do you look at?": "clean",
    "false alarms: which slices only share loans with a bad one?": "beside",
}
for what, kind in most.items():
    if costs[kind] == max(costs.values()):
        assert sum(costs.values()) <= 70, f"Unseen portfolios cost more than 70, most of it {what}"

# %% [markdown]
# ## Exercise 8.3: who wrote these labels? (4 points, 20 min)
#
# Ten collection agencies report to Bora who defaulted, and the next model learns from what they write. Sometimes one
# of them is bought: for a while it writes "repaid", whatever happened. One such row proves nothing, a stretch may.
#
# Write `poisoned(batch)`. `batch` is a table in the order of reporting, numbered 0, 1, 2, ... (its index), with the
# columns `agency`, `pd` and `default` (0 or 1, as reported). It returns a list of row numbers: the rows that should
# not be learned from.
#
# What you may count on (`make_batch`, given):
#
# - The PDs are right. Agencies differ in their customers: some have safe ones.
# - One in four batches is clean. In two one agency is bought, in one two are: for one stretch of its rows without a
#   gap, in which 12 to 25 defaults were due (the sum of the PDs). All rows of the stretch count as poisoned, those too
#   that would have been repaid anyway.
#
# | what | costs |
# |---|---|
# | a poisoned row that is learned from | 3 |
# | an honest row that is thrown out | 2 |
#
# **Grading.** The mean cost of a batch may be at most 60 on 16 practice ones (visible, 1 point), at most 60 and at most
# 45 on 28 unseen ones (hidden, 1.5 points each). Trusting everybody costs about 315, the way of hint 3 about 15 to 20.
# There is room: with a limit that suits, and many do, it stays below 45 in 999 of 1,000 such sets.


# %%
AGENCIES = [f"agency {letter}" for letter in "ABCDEFGHIJ"]
BOUGHT = [0, 1, 2, 1]


def make_batch(seed, size=2000):
    """A batch, and the rows of it that are poisoned."""
    rng = np.random.default_rng([83, seed])
    agency = rng.integers(len(AGENCIES), size=size)
    risk = -2.1 + rng.normal(0, 0.95, len(AGENCIES))[agency] + rng.normal(0, 0.9, size)
    pds = 1 / (1 + np.exp(-risk))
    default = (rng.random(size) < pds).astype(int)
    order, luck = rng.permutation(len(AGENCIES)), rng.random((len(AGENCIES), 2))
    able = [one for one in order if pds[agency == one].sum() > 18]
    poison = np.zeros(size, dtype=bool)
    for one in able[: BOUGHT[seed % 4]]:
        due = np.where(agency == one, pds, 0).cumsum()
        length = 12 + luck[one, 0] * (min(due[-1], 25) - 12)
        start = luck[one, 1] * (due[-1] - length)
        poison |= (agency == one) & (due > start) & (due <= start + length)
    batch = pd.DataFrame({"agency": np.array(AGENCIES)[agency], "pd": pds, "default": np.where(poison, 0, default)})
    return batch, np.flatnonzero(poison).tolist()


def poison_costs(find, seeds):
    """What these batches cost on average, by the kind of mistake."""
    costs = {"kept": 0.0, "clean": 0.0, "honest": 0.0}
    for seed in seeds:
        batch, bad = make_batch(seed)
        try:
            said = checks.plain(find(batch), "poisoned")
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise AssertionError(f"poisoned stops with an error ({type(error).__name__}) on a batch.") from None
        assert type(said) is list, f"poisoned should return a list, not {checks.kind(said)}."
        assert set(said) <= set(range(2000)), "poisoned should return row numbers of the batch."
        costs["kept"] += 3 * len(set(bad) - set(said)) / len(seeds)
        costs["honest" if bad else "clean"] += 2 * len(set(said) - set(bad)) / len(seeds)
    return costs


example_batch, example_bad = make_batch(1)
print(len(example_bad), "rows of", set(example_batch["agency"][example_bad]))
example_batch.groupby("agency").agg(rows=("pd", "size"), due=("pd", "sum"), defaults=("default", "sum")).round(1)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# One row tells nothing: most risky customers repay. But between two reported defaults of an agency lies a **silence**.
# How long is one that is strange, and for which agency is it not?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Do not count the rows of a silence: sum their PDs. So many defaults were *due* in it. A silence in which very many
# were due does not come by luck. How many are due in the longest silences of clean batches?
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Within an agency `default.cumsum()` numbers the silences. Among the rows with `default == 0`, sum `pd` by agency and
# number (`groupby(...)["pd"].transform("sum")`), and take the rows above a limit. Try limits on some dozens of batches.
#
# </details>


# %% answer:8.3 names="poisoned"
def poisoned(batch):
    """The rows of the longest silences: stretches of an agency in which too many defaults were due."""
    ### BEGIN SOLUTION
    silence = batch.groupby("agency")["default"].cumsum()
    quiet = batch.assign(silence=silence)[batch["default"] == 0]
    due = quiet.groupby(["agency", "silence"])["pd"].transform("sum")
    return quiet.index[due > 9].tolist()
    ### END SOLUTION


# %% check:8.3 points=1
costs = poison_costs(poisoned, range(16))
assert sum(costs.values()) <= 60, (
    f"A practice batch costs {sum(costs.values()):.0f} on average, and at most 60 is asked for: {costs['kept']:.0f} "
    f"for poisoned rows that stay, {costs['clean']:.0f} for rows of clean batches that go, {costs['honest']:.0f} for "
    "other honest rows."
)

# %% hidden:8.3 points=1.5
seeds = checks.seeds(28, "lab eight three: ten agencies sat on a wall, and one of them paid for the others' silence")
costs = poison_costs(poisoned, seeds)
most = {
    "for poisoned rows that you learn from.": "kept",
    "where nobody was bought: who has safe customers, and how long is a silence by luck?": "clean",
    "for honest rows: where does the stretch begin and end?": "honest",
}
for what, kind in most.items():
    if costs[kind] == max(costs.values()):
        assert sum(costs.values()) <= 60, f"An unseen batch costs more than 60 on average, most of it {what}"

# %% hidden:8.3-high points=1.5
seeds = checks.seeds(28, "lab eight three, high: a label walks into a bar, says it repaid, and orders for everybody")
costs = poison_costs(poisoned, seeds)
most = {
    "for poisoned rows that you learn from.": "kept",
    "where nobody was bought: who has safe customers, and how long is a silence by luck?": "clean",
    "for honest rows: where does the stretch begin and end?": "honest",
}
for what, kind in most.items():
    if costs[kind] == max(costs.values()):
        assert sum(costs.values()) <= 45, f"An unseen batch costs more than 45 on average, most of it {what}"

# %% [markdown]
# ## Exercise 8.4: how much for the clerks? (3 points, 15 min)
#
# Between "grant" and "refuse" clerks decide. In production applications come day by day, some days are crowded, and a
# clerk who is busy is busy.
#
# Write `refer_band(days, prices, capacity)`. It returns a pair `(low, high)`, 0 <= low <= high <= 1.01: a PD below
# `low` is granted, `high` or more is refused, all between (`low` included) are referred to the clerks.
#
# | input | what it is |
# |---|---|
# | `days` | array, a row for each of 60 past days: the PDs of its applications in their order, then NaN |
# | `prices` | dict: `"margin"`, `"loss"`, `"clerk"` (EUR a case), `"clerk_right"` (a share) |
# | `capacity` | so many cases a day the clerks take, in the order of the day; each one referred after that: 0 EUR |
#
# `day_money(band, days, prices, capacity)`, given, is what a band earns, EUR a day.
#
# **Grading.** Your band is tried on 120 *later* days of the same kind. The *room* is what the best band of those days,
# found in hindsight, earns more than the best single cut-off. Over all books you need 92 % of it on 16 practice ones
# (visible, 1 point; they may take 10 seconds), 92 % and 96 % on 30 unseen ones (hidden, 1 point each). Trying 49 bands
# on the past days gets 98 %; the band that fits on the average day 92 to 95 %.


# %%
def make_book(seed):
    """Sixty past days, 120 later ones, prices and capacity."""
    rng = np.random.default_rng([84, seed])
    prices = {"margin": int(rng.integers(300, 700)), "loss": int(rng.integers(1200, 3500))}
    prices |= {"clerk": int(rng.integers(5, 60)), "clerk_right": round(float(rng.uniform(0.75, 0.95)), 2)}
    capacity = int(rng.integers(1, 12))
    shape, load, spread = rng.uniform([0.8, 4], [2, 10]), rng.uniform(15, 40), rng.uniform(0.1, 0.6)
    counts = rng.poisson(load * rng.lognormal(-(spread**2) / 2, spread, 180))
    days = rng.beta(*shape, (180, 100))
    days[np.arange(100) >= counts[:, None]] = np.nan
    return days[:60], days[60:], prices, capacity


def day_money(band, days, prices, capacity):
    """What a band (low, high) earns on average on these days, EUR a day."""
    low, high = band
    right = prices["clerk_right"]
    grant = (1 - days) * prices["margin"] - days * prices["loss"]
    clerk = (1 - days) * right * prices["margin"] - days * (1 - right) * prices["loss"] - prices["clerk"]
    referred = (days >= low) & (days < high)
    taken = referred & (referred.cumsum(axis=1) <= capacity)
    return float(np.nansum(np.where(days < low, grant, np.where(taken, clerk, 0))) / len(days))


def gained(choose, seeds):
    """EUR a day that the chosen bands earn on later days more than the best single cut-off, over all books."""
    more = 0
    for seed in seeds:
        days, later, prices, capacity = make_book(seed)
        try:
            said = choose(days.copy(), dict(prices), capacity)
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise AssertionError(f"refer_band stops with an error ({type(error).__name__}) on a book.") from None
        low, high = checks.numbers(said, "The band", 2)
        assert 0 <= low <= high <= 1.01, "The band should be a pair with 0 <= low <= high <= 1.01."
        even = prices["margin"] / (prices["margin"] + prices["loss"])
        more += day_money((low, high), later, prices, capacity) - day_money((even, even), later, prices, capacity)
    return more


example_days, _, example_prices, example_capacity = make_book(0)
print(example_prices, "capacity", example_capacity)
for band in ((0.2, 0.2), (0.15, 0.25), (0.05, 0.6)):
    print(band, round(day_money(band, example_days, example_prices, example_capacity)), "EUR a day")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# You have sixty days on which you can try a band before you sign it.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Somewhere between granting and refusing lies the PD at which both earn nothing: margin / (margin + loss). `low` lies
# below it, `high` above. Try a grid of both on the past days.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Seven values for `low` from a third of the break-even up to it, and as many for `high` from there to about twice as
# much, give 49 calls of `day_money`: keep the pair with `max(pairs, key=...)`.
#
# </details>


# %% answer:8.4 names="refer_band"
def refer_band(days, prices, capacity):
    """The band that would have earned most on the past days."""
    ### BEGIN SOLUTION
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    bands = [(low * even, high * even) for low in np.linspace(0.3, 1, 7) for high in np.linspace(1, 2.1, 7)]
    return max(bands, key=lambda band: day_money(band, days, prices, capacity))
    ### END SOLUTION


# %% check:8.4 points=1
started = time.perf_counter()
more = gained(refer_band, range(16))
room = 20_800  # EUR a day, over all 16: found in hindsight
assert more >= 0.92 * room, (
    f"On 16 practice books your bands earn {more:,.0f} EUR a day more than a single cut-off: {more / room:.0%} of the "
    f"room, and 92 % is asked for."
)
seconds = time.perf_counter() - started
assert seconds < 10, f"Your bands are good, and too slow: 16 books took {seconds:.0f} seconds. Try fewer, or coarser."

# %% hidden:8.4 points=1
seeds = checks.seeds(30, "lab eight four: the clerk of Muggia takes one case a day, and on Mondays she takes two")
more = gained(refer_band, seeds)
room = 32_700  # EUR a day, over all 30
assert more >= 0.92 * room, "Your bands get less than 92 % of the room on later days."

# %% hidden:8.4-high points=1
seeds = checks.seeds(30, "lab eight four, high: between yes and no lies a corridor, and in it stands a queue")
more = gained(refer_band, seeds)
room = 26_700  # EUR a day, over all 30
assert more >= 0.96 * room, "Your bands get less than 96 % of the room on later days."

# %% [markdown]
# ## Exercise 8.5: go or no-go (3 points, 20 min)
#
# A release record says what was tested. You believe none of it: you look at the files.
#
# Write `go_no_go(record, files, today)`. `files` is the release folder, a dict from file names to their bytes; `today`
# an ISO date (text). In `record["sections"]` each section has a list of tests, as in the next cell. A test that *holds*
# earns 1 point if its `"how"` is `"automated"`, else 0.5. It does not hold for the first of these that applies:
#
# | fault | when |
# |---|---|
# | `"missing"` | its file is not in the folder |
# | `"hash"` | the SHA-256 of the file's bytes is not the one recorded |
# | `"date"` | `on` lies after today, or more than `record["days"]` days before |
# | `"unsafe"` | `unsafe(file, content, record["trusted"])`, given, says so |
# | `"reason"` | the reason is empty or blank |
#
# It returns a dict:
#
# | key | value |
# |---|---|
# | `"score"` | the *smallest* sum of the four `SECTIONS`; one that is not in the record, or has no tests, has 0 |
# | `"go"` | True if the score is `record["needed"]` or more, else False |
# | `"weakest"` | the sections with that sum, sorted |
# | `"refused"` | `[section, test, fault]` for each test that does not hold, ordered as `SECTIONS`, then as the record |
#
# The minimum and the points are the rule of the ML Test Score (Breck and others, 2017).
#
# **Example.** On 2026-05-25 the record below gets `example_verdict`.


# %%
SECTIONS = ["data", "model", "infrastructure", "monitoring"]
release_files = {
    "checks.json": b'{"rows": 800, "faults": 0}',
    "pipeline.skops": skops.io.dumps(example_model),
    "plain.skops": skops.io.dumps(example_model[-1]),
    "drill.txt": b"roll-back on 12 May: 4 minutes",
}


def unsafe(file, content, trusted):
    """Whether a file is a pickle, or a .skops that cannot be read or holds types that nobody trusts (never loaded)."""
    if not file.endswith(".skops"):
        return file.endswith(".pkl")
    try:
        return not set(skops.io.get_untrusted_types(data=content)) <= set(trusted)
    except Exception:
        return True


def entry(test, file, on="2026-05-20", how="automated", reason="run by the release manager", content=None):
    """A test of a record, with the hash that its file has now (or of `content`)."""
    digest = hashlib.sha256(release_files.get(file, b"") if content is None else content).hexdigest()
    return {"test": test, "how": how, "file": file, "sha256": digest, "on": on, "reason": reason}


example_record = {
    "needed": 1,
    "days": 30,
    "trusted": [],
    "sections": {
        "data": [entry("schema", "checks.json"), entry("ranges", "checks.json", content=b"another file")],
        "model": [entry("safe to load", "pipeline.skops"), entry("reviewed", "plain.skops", how="by hand")],
        "infrastructure": [
            entry("load test", "load.csv"),
            entry("start", "drill.txt", reason=" "),
            entry("roll-back", "drill.txt", how="by hand"),
        ],
        "monitoring": [
            entry("on call", "drill.txt", on="2026-04-01"),
            entry("dashboard", "checks.json", on="2026-06-02"),
            entry("alarms", "checks.json", on="2026-04-25"),
        ],
    },
}
example_verdict = {
    "score": 0.5,
    "go": False,
    "weakest": ["infrastructure", "model"],
    "refused": [
        ["data", "ranges", "hash"],
        ["model", "safe to load", "unsafe"],
        ["infrastructure", "load test", "missing"],
        ["infrastructure", "start", "reason"],
        ["monitoring", "on call", "date"],
        ["monitoring", "dashboard", "date"],
    ],
}
example_record["sections"]["model"]

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Write one function that says what is wrong with one test, or None.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Ask in the order of the table and return at the first fault. Dates subtract: `date.fromisoformat(a) - ...` has
# `.days`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `hashlib.sha256(content).hexdigest()` is the hash. One loop over SECTIONS with `record["sections"].get(section, [])`,
# one dict of sums that starts with 0 for each section, one list of what is refused.
#
# </details>


# %% answer:8.5 names="go_no_go"
def go_no_go(record, files, today):
    """Whether to release, by the weakest section, after each proof has been looked at."""

    ### BEGIN SOLUTION
    def fault(test):
        content = files.get(test["file"])
        if content is None:
            return "missing"
        if hashlib.sha256(content).hexdigest() != test["sha256"]:
            return "hash"
        age = (date.fromisoformat(today) - date.fromisoformat(test["on"])).days
        if not 0 <= age <= record["days"]:
            return "date"
        if unsafe(test["file"], content, record["trusted"]):
            return "unsafe"
        return None if test["reason"].strip() else "reason"

    sums, refused = dict.fromkeys(SECTIONS, 0), []
    for section in SECTIONS:
        for test in record["sections"].get(section, []):
            found = fault(test)
            if found:
                refused.append([section, test["test"], found])
            else:
                sums[section] += 1 if test["how"] == "automated" else 0.5
    score = min(sums.values())
    weakest = sorted(section for section in SECTIONS if sums[section] == score)
    return {"score": score, "go": score >= record["needed"], "weakest": weakest, "refused": refused}
    ### END SOLUTION


# %% check:8.5 points=1
names = ["score", "go", "weakest", "refused"]
said = checks.fields(go_no_go(example_record, dict(release_files), "2026-05-25"), "The verdict", names)
refused = checks.plain(said["refused"], "refused")
checks.same(refused, example_verdict["refused"], "refused of the example", "See the table of faults, and the order.")
checks.close(said["score"], example_verdict["score"], "The score of the example", "It is the smallest sum.")
checks.flag(said["go"], example_verdict["go"], "go of the example", "Compare the score with what is needed.")
checks.same(said["weakest"], example_verdict["weakest"], "weakest of the example", "Sections with the smallest sum.")

# %% hidden:8.5 points=1
rng = np.random.default_rng(85)
names = ["score", "go", "weakest", "refused"]
unknown = skops.io.get_untrusted_types(data=release_files["pipeline.skops"])
folder = release_files | {"old.pkl": b"\x80\x04N.", "cut.skops": release_files["plain.skops"][:400]}
for number in range(30):
    trusted, days, needed = (unknown if number % 2 else []), int(rng.integers(10, 60)), float(rng.choice([0.5, 1, 1.5]))
    sums, refused, sections = dict.fromkeys(SECTIONS, 0.0), [], {}
    for section in SECTIONS:
        for place in range(int(rng.integers(1, 5))):
            file = str(
                rng.choice(["checks.json", "pipeline.skops", "plain.skops", "drill.txt", "old.pkl", "cut.skops"])
            )
            test = entry(f"test {place}", file, how=str(rng.choice(["automated", "by hand"])))
            test["sha256"] = hashlib.sha256(folder[file]).hexdigest()
            fault = str(rng.choice(["none", "none", "none", "missing", "hash", "date", "reason"]))
            if fault == "missing":
                test["file"] = "gone.txt"
            elif fault == "hash":
                test["sha256"] = hashlib.sha256(folder[file] + b" ").hexdigest()
            age = int(rng.choice([-1, days + 1])) if fault == "date" else int(rng.choice([0, 3, days]))
            test["on"] = date.fromordinal(date(2026, 3, 9).toordinal() - age).isoformat()
            if file in ("old.pkl", "cut.skops") or (file == "pipeline.skops" and not trusted):
                fault = fault if fault in ("missing", "hash", "date") else "unsafe"
            elif fault == "reason":
                test["reason"] = str(rng.choice(["", "  "]))
            sections.setdefault(section, []).append(test)
            if fault == "none":
                sums[section] += 1 if test["how"] == "automated" else 0.5
            else:
                refused.append([section, test["test"], fault])
    least = min(sums.values())
    weakest = sorted(section for section in SECTIONS if sums[section] == least)
    record = {"needed": needed, "days": days, "trusted": list(trusted), "sections": sections}
    try:
        said = go_no_go(record, dict(folder), "2026-03-09")
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(f"go_no_go stops with an error ({type(error).__name__}) on an unseen record.") from None
    said = checks.fields(said, "The verdict", names)
    checks.same(said["refused"], refused, "refused of an unseen record", "The first fault of the table counts.")
    checks.close(said["score"], least, "The score of an unseen record", "It is the smallest sum of the sections.")
    checks.flag(said["go"], least >= needed, "go of an unseen record", "The score may be just what is needed.")
    checks.same(said["weakest"], weakest, "weakest of an unseen record", "All with the smallest sum, sorted.")

# %% hidden:8.5-edges points=1
names = ["score", "go", "weakest", "refused"]
unknown = skops.io.get_untrusted_types(data=release_files["pipeline.skops"])
fine = {section: [entry("fine", "drill.txt")] for section in SECTIONS}
not_zip = entry("no archive", "fake.skops", content=b"plain text")
empty_file = entry("empty file", "empty.txt")
folder = release_files | {"fake.skops": b"plain text", "empty.txt": b""}
both = entry("two faults", "drill.txt", on="2020-01-01", reason="")
cases = [
    ("all is fine", fine, [], [], 1, SECTIONS),
    ("a section is not in the record", {k: v for k, v in fine.items() if k != "model"}, [], [], 0, ["model"]),
    ("a section has no tests", fine | {"data": []}, [], [], 0, ["data"]),
    ("a file is empty", fine | {"data": [empty_file]}, [], [], 1, SECTIONS),
    ("a test was made today", fine | {"data": [entry("now", "drill.txt", on="2026-06-01")]}, [], [], 1, SECTIONS),
    ("a test is as old as allowed", fine | {"data": [entry("a", "drill.txt", on="2026-05-02")]}, [], [], 1, SECTIONS),
    ("a test is a day too old", fine | {"data": [entry("a", "drill.txt", on="2026-05-01")]}, [], "date", 0, ["data"]),
    ("a test lies in the future", fine | {"data": [entry("a", "drill.txt", on="2026-06-02")]}, [], "date", 0, ["data"]),
    ("two faults apply", fine | {"data": [both]}, [], "date", 0, ["data"]),
    ("a reason is blank", fine | {"data": [entry("a", "drill.txt", reason=" \n")]}, [], "reason", 0, ["data"]),
    ("a .skops file is none", fine | {"model": [not_zip]}, [], "unsafe", 0, ["model"]),
    ("a type is not trusted", fine | {"model": [entry("a", "pipeline.skops")]}, ["x.y"], "unsafe", 0, ["model"]),
    (
        "one type of two is trusted",
        fine | {"model": [entry("a", "pipeline.skops")]},
        unknown[:1],
        "unsafe",
        0,
        ["model"],
    ),
    ("all types are trusted", fine | {"model": [entry("a", "pipeline.skops")]}, [*unknown, "x"], [], 1, SECTIONS),
    (
        "the score is just what is needed",
        {k: [entry("a", "drill.txt", how="by hand")] for k in SECTIONS},
        [],
        [],
        0.5,
        SECTIONS,
    ),
]
for story, sections, trusted, fault, least, weakest in cases:
    refused = [[weakest[0], sections[weakest[0]][0]["test"], fault]] if fault else []
    record = {"needed": 0.5, "days": 30, "trusted": list(trusted), "sections": sections}
    try:
        said = go_no_go(record, dict(folder), "2026-06-01")
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(f"go_no_go stops with an error ({type(error).__name__}) where {story}.") from None
    said = checks.fields(said, "The verdict", names)
    checks.same(said["refused"], refused, "refused", f"Look at the case where {story}.")
    checks.close(said["score"], least, "The score", f"Look at the case where {story}.")
    checks.flag(said["go"], least >= 0.5, "go", f"Look at the case where {story}.")
    checks.same(said["weakest"], sorted(weakest), "weakest", f"Look at the case where {story}.")

# %% [markdown]
# ## Exercise 8.6: sign, or refuse to sign (2 points, 15 min)
#
# This lies on your desk at Bora. It is Friday, 29 May 2026, 16:40. The campaign starts on Monday. No proof may be older
# than 30 days.
#
# | section | proof | what you find |
# |---|---|---|
# | data | "schema test, automated, 18 May" | file and hash agree |
# | model | "AUC 0.76 in March, automated" | `model.skops` has another hash than recorded, and is three days younger |
# | infrastructure | "roll-back rehearsed, by hand" | a protocol, signed by two, 40 days old |
# | monitoring | "all alarms active" | no file; "the team said so in the stand-up" |
#
# Write at most 150 words to the release board: sign or refuse, in the first sentence, and which *one* finding alone
# would be enough for that; then the smallest set of things that would change your mind, each with an owner and
# something that can be looked at on Monday at 8:00, and what Bora may do until then.
#
# **Rubric**, half points are possible:
#
# 1. **The decision** (1 point): it follows from a finding of the table and not from a feeling; who signs says who bears
#    which risk, until when, and who refuses, what Bora does until then.
# 2. **What would change it** (1 point): each thing is checkable by somebody else; "be more careful" is none.

# %% [markdown] written:8.6 points=2
# *I refuse to sign.* The hash alone is enough: what was measured is not what would be released, so the AUC of 0.76 says
# nothing about the file in the folder (and March is too old). The missing alarms would be enough as well. The rehearsal
# is the mildest: it took place, and ten days too long ago.
#
# *What would change my mind by Monday, 8:00.* (1) Data science runs the March test again on this very `model.skops`, by
# the pipeline, and records its hash; I compare it with the folder's. Or the old file comes back from the registry. (2)
# DevOps sets off each alarm once on the staging replica; the log with times is the proof. (3) DevOps repeats the
# roll-back, with a protocol of that day.
#
# *Until then* the campaign starts with the version in production, whose record holds, or all new applications above
# a PD of 10 % go to clerks. Who wants to start without is free to sign in my place, by name, until Wednesday.
