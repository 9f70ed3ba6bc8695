# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented.

# %%
import hashlib
import math
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
# **Timing.** 120 minutes: 25, 25, 25, 15, 20 for the exercises and 10 for the written answer. For a shorter hand-in
# drop Exercise 8.4.
#
# **What goes wrong most.** In 8.1 a zero is taken for missing (`row.get(...) or fill`), and an infinite income lets
# `exp` overflow. In 8.2 all slices beyond a limit are named, those too that only overlap with the bad one, and the
# limit is that of a single test. In 8.3 the defaults that did not come are counted without asking how many were due:
# the reporter with safe customers is accused. In 8.4 the band is right on the average day, and Bora's days differ. In
# 8.5 the mean comes back in by habit, or the hash is compared with what the record says about itself.
#
# **Five questions for a talk of five minutes.** Which row made your card decide differently from the library, and what
# would it have cost in a branch? How many slices did you look at, and how many would chance have shown you? Whom did
# your first `poisoned` accuse, and what do you say to them? What does your band do on the busiest day? Which proof in
# your last project would not survive Exercise 8.5?

# %% [markdown]
# ## Exercise 8.1: the card without the library (4 points, 25 min)
#
# The tablets in the branches have Python and nothing else: no numpy, no scikit-learn. What they decide must be what
# the model decides, also on rows that nobody expects.
#
# Write `score(row, card)` with the standard library only. `row` is a dict, `card` what `card_of` below exports (JSON).
#
# | step | what the library does |
# |---|---|
# | a number | a text that `float` reads (`" 9e3 "`, `"inf"`) is that number; other text is missing (no `_`) |
# | missing | the key is not there, or its value is None or NaN: `fill` stands in, for categories too |
# | limits | below `low` it is `low`, above `high` it is `high`; infinities too |
# | scaling | `weight * (number - mean) / scale` |
# | a category | its weight; any other value that is not missing, texts or numbers, weighs 0 |
# | PD | the logistic function of `intercept` plus all of these, rounded to four decimals |
# | decision | `"refuse"` where the rounded PD is `cut` or more, else `"grant"` |
#
# It returns `{"pd": ..., "decision": ...}`. Further keys of a row change nothing. Rows hold texts, numbers, None.
#
# **Grading.** `score_all`, given, runs your cell in a new Python without packages: import what you need in the cell,
# and use no name of other cells. PDs may be off by 0.00011; decisions must be equal.
#
# **Example.** The first of `example_rows` gets the PD that the next cell prints.


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
    pds = model.predict_proba(table)[:, 1].round(4).tolist()
    return [{"pd": pd, "decision": "refuse" if pd >= cut else "grant"} for pd in pds]


def compare(said, model, rows, cut):
    """Fail where what was said of rows is not what the library says."""
    assert type(said) is list, "score_all should return a list: leave it as given."
    assert len(said) == len(rows), "score_all should return one result a row: leave it as given."
    for row, one, true in zip(rows, said, library(model, rows, cut), strict=True):
        one = checks.fields(one, "What score returns", ["pd", "decision"])
        pd_ = checks.number(one["pd"], "The PD", 0, 1)
        assert abs(pd_ - true["pd"]) <= 0.00011, f"The PD {pd_:.4f} is not the library's for {row}."
        assert one["decision"] == true["decision"], f"The decision is not the library's for {row}, cut {cut}."


example_model, *more_models = [make_service(seed) for seed in (1, 2, 3)]
example_card = card_of(example_model, 0.15)
plain_row = {"income": 30_000, "amount": 9_000, "late_payments": 0, "employment": "salaried", "purpose": "car"}
example_rows = [
    plain_row,
    plain_row | {"income": "30000", "amount": " 9e3 ", "late_payments": "none"},
    plain_row | {"income": None, "employment": None, "purpose": "boat", "colour": "red"},
    plain_row | {"income": math.inf, "late_payments": -1},
    {"amount": math.nan, "purpose": 7},
]
print(example_card["numbers"]["income"], example_card["categories"]["purpose"], sep="\n")
print(*library(example_model, example_rows, 0.15), sep="\n")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Which of your values are false in an `if`, and which of these are missing? What is `math.exp(1000)`?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Two small helpers: one turns a value into a float or NaN, with `try` and `float`; one gives the logistic function
# without an overflow. NaN is the one value that is not equal to itself.
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
        try:
            value = float(row.get(name))
        except (TypeError, ValueError):
            value = None
        value = part["fill"] if missing(value) else min(max(value, part["low"]), part["high"])
        total += part["weight"] * (value - part["mean"]) / part["scale"]
    for name, part in card["categories"].items():
        value = row.get(name)
        total += part["weights"].get(part["fill"] if missing(value) else value, 0)
    small = math.exp(-abs(total))
    pd = round((1 if total > 0 else small) / (1 + small), 4)
    return {"pd": pd, "decision": "refuse" if pd >= card["cut"] else "grant"}
    ### END SOLUTION


# %% check:8.1 points=1
try:
    said = checks.plain(score_all(list(example_rows), dict(example_card)), "score_all")
except ModuleNotFoundError as error:
    raise AssertionError(f"The tablet has the standard library only: {error}.") from None
except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, NameError) as error:
    raise AssertionError(f"score stops with an error on an example row: {type(error).__name__}: {error}.") from None
else:
    compare(said, example_model, example_rows, 0.15)

# %% hidden:8.1 points=1.5
rng = np.random.default_rng(81)
model = more_models[0]
usual = {"income": 26_000, "amount": 7_000, "late_payments": 1, "employment": "temporary", "purpose": "education"}
stories = {
    "with ordinary values": [{}],
    "with a 0": [{"late_payments": 0}, {"income": 0}, {"amount": 0}, {"amount": "0"}],
    "with numbers as texts": [{"income": "41000"}, {"amount": " 7e3 "}, {"late_payments": "2.0"}],
    "with texts that are no number": [{"income": ""}, {"amount": "12,5"}, {"late_payments": "unknown"}],
    "with missing numbers": [{"income": None}, {"amount": math.nan}, {"late_payments": None}, {"income": "nan"}],
    "with infinities": [{"income": math.inf}, {"income": -math.inf}, {"amount": math.inf}, {"amount": "inf"}],
    "beyond the limits": [{"income": -5}, {"income": 2e8}, {"late_payments": -3}, {"amount": 1e300}],
    "with unknown categories": [{"purpose": "boat"}, {"purpose": "Home"}, {"employment": ""}, {"employment": 3}],
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
        if label == story:
            one = checks.fields(one, "What score returns", ["pd", "decision"])
            pd_ = checks.number(one["pd"], "The PD", 0, 1)
            same = abs(pd_ - true["pd"]) <= 0.00011 and one["decision"] == true["decision"]
            assert same, f"PD or decision is not the library's for a row {story}."

# %% hidden:8.1-edges points=1.5
rng = np.random.default_rng(811)
model = more_models[1]
rows, cuts = [], []
for number in range(12):
    row = {"income": 500 * int(rng.integers(20, 120)), "amount": 100 * int(rng.integers(20, 200)), "late_payments": 1}
    row |= {"employment": str(rng.choice(["salaried", "temporary"])), "purpose": "car"}
    exact = float(model.predict_proba(pd.DataFrame([row], columns=NUMBERS + CATEGORIES))[0, 1])
    # the rounded PD itself, which refuses, and the next decimal above it, which grants
    rows.append(row)
    cuts.append(round(exact, 4) if number % 3 else round(round(exact, 4) + 0.0001, 4))
wrong = {"grant": 0, "refuse": 0}
for row, cut in zip(rows, cuts, strict=True):
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
# Write `bad_slices(frame)`. `frame` has one row per loan, numbered 0, 1, 2, ... (its index), with the columns
# `region`, `channel`, `purpose`, `pd` (what the model said) and `default` (0 or 1). It returns a list of slices from
# `SLICES`: dicts such as `{"region": "Udine"}` or `{"region": "Udine", "channel": "web"}`, none twice.
#
# What you may count on (`make_portfolio`, given, makes all of it):
#
# - Of six portfolios two are clean: the model is right for everybody. One has a bad slice of one attribute, one of two
#   attributes, and two have one of each, which share no loan.
# - In a bad slice the log-odds of default are shifted, up or down, for all of its loans: so far that who knows the
#   slice cannot miss it. Slices differ in risk, and the model knows that.
# - Slices overlap: where `{"region": "Udine"}` is bad, `{"region": "Udine", "purpose": "car"}` looks bad, too. Name
#   the slice that was shifted; anything else is a false alarm.
#
# | what | costs |
# |---|---|
# | a bad slice that is not named | 4 |
# | a slice that is named and was not shifted | 2 |
#
# **Grading.** The costs of 24 practice portfolios may be at most 45 (visible, 1 point), of 36 unseen ones at most 70
# and at most 42 (hidden, 1.5 points each). On 36, naming nothing costs 144, and naming all that a test at 5 % calls
# significant about 940. There is room: the way of hint 2 pays 10 to 16, and at most 40 in 999 of 1,000 such sets.


# %%
VALUES = {
    "region": ["Trieste", "Gorizia", "Udine", "Pordenone"],
    "channel": ["branch", "web", "broker"],
    "purpose": ["car", "home", "education", "consolidation", "other"],
}
SLICES = [{name: value} for name, values in VALUES.items() for value in values]
SLICES += [{a: x, b: y} for a, b in combinations(VALUES, 2) for x in VALUES[a] for y in VALUES[b]]
PLANTED = ["clean", "one", "pair", "two", "clean", "two"]


def members(frame, piece):
    """For each row of a table, whether it belongs to the slice."""
    return np.all([frame[name].to_numpy() == value for name, value in piece.items()], axis=0)


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
    shifted = {"clean": [], "one": [one], "pair": [pair], "two": [one, pair]}[PLANTED[seed % 6]]
    for piece, way in zip(shifted, ways, strict=False):
        inside = members(frame, piece)
        logit[inside] += way * max(0.3, 10 / np.sqrt((pds * (1 - pds))[inside].sum()))
    frame["default"] = (luck < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, shifted


def slices_cost(said, shifted):
    """What the named slices cost: for misses, and for false alarms."""
    said = checks.plain(said, "bad_slices")
    assert type(said) is list, f"bad_slices should return a list, not {checks.kind(said)}."
    for one in said:
        assert one in SLICES, "bad_slices should return slices as they stand in SLICES."
    assert all(said.count(one) == 1 for one in said), "bad_slices should name no slice twice."
    right = sum(one in shifted for one in said)
    return 4 * (len(shifted) - right), 2 * (len(said) - right)


example_frame, example_shifted = make_portfolio(2)
print(example_shifted, "was shifted")
example_frame.groupby(["region", "channel"])[["pd", "default"]].mean().round(3).head(6)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# A slice of 60 loans with five defaults too many, and one of 900 with ten: which surprises you more? And how large is
# the largest of 59 surprises where nothing is wrong?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# For each slice: defaults minus the sum of PDs, over the root of the sum of pd (1 - pd). Where nothing is wrong this
# is about standard normal; a limit for 59 of them lies far above 2. Name the largest beyond it. Then ask what is left
# once its loans are out.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A loop: compute all 59 from the loans that are left, stop where the largest is below the limit, else name that slice
# and keep `rest[~members(rest, piece)]`. Sums over the 60 cells of `groupby(["region", "channel", "purpose"])` are
# enough, and fast. Try limits on a hundred portfolios.
#
# </details>


# %% answer:8.2 names="bad_slices"
def bad_slices(frame):
    """The slices in which the PDs are wrong by more than chance among so many explains."""
    ### BEGIN SOLUTION
    loans = frame.assign(gap=frame["default"] - frame["pd"], spread=frame["pd"] * (1 - frame["pd"]))
    rest = loans.groupby(list(VALUES))[["gap", "spread"]].sum().reset_index()
    inside = np.array([members(rest, piece) for piece in SLICES], dtype=float)
    gap, spread = rest["gap"].to_numpy(), rest["spread"].to_numpy()
    found = []
    while True:
        surprise = np.abs(inside @ gap) / np.sqrt(inside @ spread + 0.001)
        place = surprise.argmax()
        if surprise[place] < 3.75:
            return found
        found.append(SLICES[place])
        gap, spread = gap * (1 - inside[place]), spread * (1 - inside[place])
    ### END SOLUTION


# %% check:8.2 points=1
missed = alarms = 0
for seed in range(24):
    frame, shifted = make_portfolio(seed)
    costs = slices_cost(bad_slices(frame), shifted)
    missed, alarms = missed + costs[0], alarms + costs[1]
assert missed + alarms <= 45, (
    f"24 practice portfolios cost {missed + alarms}, {missed} for bad slices that you miss and {alarms} for false "
    "alarms; at most 45 is asked for."
)

# %% hidden:8.2 points=1.5
missed = alarms = clean = 0
for seed in checks.seeds(36, "lab eight two: fifty-nine slices of one cake, and the auditor is on a diet until Friday"):
    frame, shifted = make_portfolio(seed)
    try:
        costs = slices_cost(bad_slices(frame), shifted)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(
            f"bad_slices stops with an error ({type(error).__name__}) on an unseen portfolio."
        ) from None
    missed, alarms = missed + costs[0], alarms + costs[1]
    clean += 0 if shifted else costs[1]
cost = missed + alarms
assert cost <= 70 or missed < alarms, "Unseen portfolios cost more than 70, most of it bad slices that you miss."
assert cost <= 70 or 2 * clean <= alarms, (
    "Unseen portfolios cost more than 70, most of it false alarms in clean ones: how many slices do you look at?"
)
assert cost <= 70, (
    "Unseen portfolios cost more than 70, most of it false alarms: which slices only share loans with a bad one?"
)

# %% hidden:8.2-high points=1.5
missed = alarms = clean = 0
for seed in checks.seeds(36, "lab eight two, high: the harbour pilot audits the tide by postcode and finds it uneven"):
    frame, shifted = make_portfolio(seed)
    try:
        costs = slices_cost(bad_slices(frame), shifted)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(
            f"bad_slices stops with an error ({type(error).__name__}) on an unseen portfolio."
        ) from None
    missed, alarms = missed + costs[0], alarms + costs[1]
    clean += 0 if shifted else costs[1]
cost = missed + alarms
assert cost <= 42 or missed < alarms, "Unseen portfolios cost more than 42, most of it bad slices that you miss."
assert cost <= 42 or 2 * clean <= alarms, (
    "Unseen portfolios cost more than 42, most of it false alarms in clean ones: how many slices do you look at?"
)
assert cost <= 42, (
    "Unseen portfolios cost more than 42, most of it false alarms: which slices only share loans with a bad one?"
)

# %% [markdown]
# ## Exercise 8.3: who wrote these labels? (4 points, 25 min)
#
# Ten collection agencies report to Bora who defaulted, and the next model learns from what they write. Sometimes one
# of them is bought: for a while it writes "repaid", whatever happened.
#
# Write `poisoned(batch, history)`. Both are tables with the columns `id`, `agency`, `burden`, `late`, `savings` (log
# EUR), `default` (0 or 1), in the order of reporting, numbered 0, 1, 2, ... (its index). `history` is older and
# clean. It returns a list of ids of `batch`: the rows that should not be learned from.
#
# What you may count on (`make_batch`, given):
#
# - The log-odds of default are linear in `burden`, `late` and `savings`, the same in both tables, for all agencies.
# - Agencies differ in their customers: some have safe ones, in both tables alike.
# - One in four batches is clean. In two one agency is bought, in one two are: for one stretch of its rows without a
#   gap, in which 12 to 25 defaults were to be expected. All rows of the stretch count as poisoned, those too that
#   would have been repaid anyway.
#
# | what | costs |
# |---|---|
# | a poisoned row that is learned from | 3 |
# | an honest row that is thrown out | 2 |
#
# **Grading.** The mean cost of a batch may be at most 45 on 16 practice ones (visible, 1 point), at most 45 and at most
# 32 on 28 unseen ones (hidden, 1.5 points each). Trusting everybody costs about 290; the way of hint 2 pays 14 to 20,
# and with a sensible limit at most 27 in 999 of 1,000 such sets.


# %%
FEATURES = ["burden", "late", "savings"]
AGENCIES = [f"agency {letter}" for letter in "ABCDEFGHIJ"]
BOUGHT = [0, 1, 2, 1]


def make_batch(seed, size=2000):
    """A history, a batch, and the ids of the batch that are poisoned."""
    rng = np.random.default_rng([83, seed])
    safety = rng.normal(0, 1.6, len(AGENCIES))

    def draw():
        agency = rng.integers(len(AGENCIES), size=size)
        burden, late = rng.gamma(4, 0.06, size), rng.poisson(0.4, size)
        savings = rng.normal(8, 1.0, size) + safety[agency]
        due = 1 / (1 + np.exp(2.3 - 4 * (burden - 0.24) - 0.7 * late + 0.6 * (savings - 8)))
        table = {"id": rng.permutation(size) + 10_000, "agency": np.array(AGENCIES)[agency]}
        table |= {"burden": burden, "late": late, "savings": savings, "default": (rng.random(size) < due).astype(int)}
        return pd.DataFrame(table), agency, due

    history, (batch, agency, due) = draw()[0], draw()
    order, luck = rng.permutation(len(AGENCIES)), rng.random((len(AGENCIES), 2))
    able = [one for one in order if due[agency == one].sum() > 18]
    poison = np.zeros(size, dtype=bool)
    for one in able[: BOUGHT[seed % 4]]:
        total = due[agency == one].sum()
        length = 12 + luck[one, 0] * (min(total, 25) - 12)
        start = luck[one, 1] * (total - length)
        so_far = np.where(agency == one, due, 0).cumsum()
        poison |= (agency == one) & (so_far > start) & (so_far <= start + length)
    batch.loc[poison, "default"] = 0
    return history, batch, set(batch["id"][poison].tolist())


def poison_cost(said, batch, bad):
    """What the thrown out rows cost: poisoned ones that stay, and honest ones that go."""
    said = checks.plain(said, "poisoned")
    assert type(said) is list, f"poisoned should return a list, not {checks.kind(said)}."
    assert set(said) <= set(batch["id"].tolist()), "poisoned should return ids of the batch."
    return 3 * len(bad - set(said)), 2 * len(set(said) - bad)


example_history, example_batch, example_bad = make_batch(1)
print(len(example_bad), "rows of", set(example_batch["agency"][example_batch["id"].isin(example_bad)]))
example_batch.groupby("agency")["default"].agg(["size", "sum"])

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# One row tells nothing: most risky customers repay. What is strange about a long stretch without a default, and for
# which agency is it not?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Learn PDs from the history, and give one to each row of the batch. Then go through the rows of each agency: between
# two defaults, how many defaults were due? A stretch in which very many were due does not come by luck.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Within an agency `default.cumsum()` numbers the stretches. Among the rows with `default == 0`, sum the PDs by that
# number; if the largest sum is above a limit, take the ids of that stretch. Try limits on some dozens of batches.
#
# </details>


# %% answer:8.3 names="poisoned"
def poisoned(batch, history):
    """The ids of the longest silences: stretches of an agency in which too many defaults were due."""
    ### BEGIN SOLUTION
    model = LogisticRegression().fit(history[FEATURES], history["default"])
    batch = batch.assign(due=model.predict_proba(batch[FEATURES])[:, 1])
    batch["stretch"] = batch.groupby("agency")["default"].cumsum()
    quiet = batch[batch["default"] == 0]
    due = quiet.groupby(["agency", "stretch"])["due"].transform("sum")
    return quiet["id"][due > 9].tolist()
    ### END SOLUTION


# %% check:8.3 points=1
kept = thrown = 0
for seed in range(16):
    history, batch, bad = make_batch(seed)
    costs = poison_cost(poisoned(batch.copy(), history), batch, bad)
    kept, thrown = kept + costs[0], thrown + costs[1]
mean = (kept + thrown) / 16
assert mean <= 45, (
    f"A practice batch costs {mean:.0f} on average, {kept / 16:.0f} of it for poisoned rows that stay and "
    f"{thrown / 16:.0f} for honest rows that go; at most 45 is asked for."
)

# %% hidden:8.3 points=1.5
kept = thrown = clean = 0
for seed in checks.seeds(
    28, "lab eight three: ten agencies sat on a wall, and one of them paid for the others' silence"
):
    history, batch, bad = make_batch(seed)
    try:
        costs = poison_cost(poisoned(batch.copy(), history), batch, bad)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"poisoned stops with an error ({type(error).__name__}) on an unseen batch.") from None
    kept, thrown = kept + costs[0], thrown + costs[1]
    clean += 0 if bad else costs[1]
mean = (kept + thrown) / 28
assert mean <= 45 or 2 * clean <= thrown, (
    "An unseen batch costs more than 45 on average, most of it where nobody was bought: who has safe customers?"
)
assert mean <= 45 or kept >= thrown, (
    "An unseen batch costs more than 45 on average, most of it for honest rows: where does the stretch begin and end?"
)
assert mean <= 45, "An unseen batch costs more than 45 on average, most of it for poisoned rows that you learn from."

# %% hidden:8.3-high points=1.5
kept = thrown = clean = 0
for seed in checks.seeds(
    28, "lab eight three, high: a label walks into a bar, says it repaid, and orders for everybody"
):
    history, batch, bad = make_batch(seed)
    try:
        costs = poison_cost(poisoned(batch.copy(), history), batch, bad)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"poisoned stops with an error ({type(error).__name__}) on an unseen batch.") from None
    kept, thrown = kept + costs[0], thrown + costs[1]
    clean += 0 if bad else costs[1]
mean = (kept + thrown) / 28
assert mean <= 32 or 2 * clean <= thrown, (
    "An unseen batch costs more than 32 on average, most of it where nobody was bought: who has safe customers?"
)
assert mean <= 32 or kept >= thrown, (
    "An unseen batch costs more than 32 on average, most of it for honest rows: where does the stretch begin and end?"
)
assert mean <= 32, "An unseen batch costs more than 32 on average, most of it for poisoned rows that you learn from."

# %% [markdown]
# ## Exercise 8.4: how much for the clerks? (3 points, 15 min)
#
# Between "grant" and "refuse" clerks decide. In the laboratory a band is chosen on a table; in production applications
# come day by day, some days are crowded, and a clerk who is busy is busy.
#
# Write `refer_band(days, prices, capacity)`. It returns a pair `(low, high)`, 0 <= low <= high <= 1.01: a PD below
# `low` is granted, `high` or more is refused, all between (`low` included) are referred to the clerks.
#
# | input | what it is |
# |---|---|
# | `days` | array, a row for each of 60 past days: the PDs of its applications in their order, then NaN |
# | `prices` | dict: `"margin"`, `"loss"`, `"clerk"` (EUR a case), `"clerk_right"` (a share) |
# | `capacity` | so many cases a day the clerks can take, the first ones; who is referred beyond that walks out: 0 EUR |
#
# The PDs are right. What an application earns on average is in `day_money`, given: EUR a day under a band.
#
# **Grading.** Your band is tried on 120 *later* days of the same kind. *Without clerks* is the best single cut-off; the
# *room* is what the best band of those later days earns above it, found in hindsight. Summed over books, you need 85 %
# of the room on 16 practice ones (visible, 1 point), 90 % and 95 % on 30 unseen ones (hidden, 1 point each; the 30
# together may take 20 seconds). Ignoring capacity loses money; the band that fits on an average day gets about
# 91 %; there is a simple way to 98 %.


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


def band_of(said):
    """The pair that refer_band returned, looked at."""
    low, high = checks.numbers(said, "The band", 2)
    assert 0 <= low <= high <= 1.01, "The band should be a pair with 0 <= low <= high <= 1.01."
    return low, high


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
# A dozen values for `low` from 0 to the break-even and as many for `high` from there to twice or three times that
# give 144 calls of `day_money`: keep the pair with `max(pairs, key=...)`.
#
# </details>


# %% answer:8.4 names="refer_band"
def refer_band(days, prices, capacity):
    """The band that would have earned most on the past days."""
    ### BEGIN SOLUTION
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    bands = [(low * even, high * even) for low in np.linspace(0.3, 1, 12) for high in np.linspace(1, 2.1, 12)]
    return max(bands, key=lambda band: day_money(band, days, prices, capacity))
    ### END SOLUTION


# %% check:8.4 points=1
earned = without = 0
for seed in range(16):
    days, later, prices, capacity = make_book(seed)
    band = band_of(refer_band(days.copy(), dict(prices), capacity))
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    earned += day_money(band, later, prices, capacity)
    without += day_money((even, even), later, prices, capacity)
room = 20_800  # EUR a day, over all 16: found in hindsight
assert earned - without >= 0.85 * room, (
    f"On 16 practice books your bands earn {earned - without:,.0f} EUR a day more than no clerks at all; that is "
    f"{(earned - without) / room:.0%} of the room, and 85 % is asked for."
)

# %% hidden:8.4 points=1
earned = without = room = crowded = 0
for seed in checks.seeds(30, "lab eight four: the clerk of Muggia takes one case a day, and on Mondays she takes two"):
    days, later, prices, capacity = make_book(seed)
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    tried = [(low * even, high * even) for low in np.linspace(0.3, 1, 8) for high in np.linspace(1, 2.1, 8)]
    most = max(day_money(band, later, prices, capacity) for band in tried)
    try:
        band = band_of(refer_band(days.copy(), dict(prices), capacity))
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"refer_band stops with an error ({type(error).__name__}) on an unseen book.") from None
    nobody = day_money((even, even), later, prices, capacity)
    earned, without, room = (
        earned + day_money(band, later, prices, capacity),
        without + nobody,
        room + most - nobody,
    )
    referred = ((later >= band[0]) & (later < band[1])).sum(axis=1)
    crowded += bool((referred > capacity).mean() > 0.5)
assert earned - without >= 0.90 * room or crowded <= 15, (
    "Your bands get less than 90 % of the room, and on most days more are referred than the clerks can take."
)
assert earned - without >= 0.90 * room, "Your bands get less than 90 % of the room on later days."

# %% hidden:8.4-high points=1
earned = without = room = crowded = 0
for seed in checks.seeds(30, "lab eight four, high: between yes and no lies a corridor, and in it stands a queue"):
    days, later, prices, capacity = make_book(seed)
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    tried = [(low * even, high * even) for low in np.linspace(0.3, 1, 8) for high in np.linspace(1, 2.1, 8)]
    most = max(day_money(band, later, prices, capacity) for band in tried)
    try:
        band = band_of(refer_band(days.copy(), dict(prices), capacity))
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"refer_band stops with an error ({type(error).__name__}) on an unseen book.") from None
    nobody = day_money((even, even), later, prices, capacity)
    earned, without, room = (
        earned + day_money(band, later, prices, capacity),
        without + nobody,
        room + most - nobody,
    )
    referred = ((later >= band[0]) & (later < band[1])).sum(axis=1)
    crowded += bool((referred > capacity).mean() > 0.5)
assert earned - without >= 0.95 * room or crowded <= 15, (
    "Your bands get less than 95 % of the room, and on most days more are referred than the clerks can take."
)
assert earned - without >= 0.95 * room, "Your bands get less than 95 % of the room on later days."

# %% [markdown]
# ## Exercise 8.5: go or no-go (3 points, 20 min)
#
# A release record says what was tested. You believe none of it: you look at the files.
#
# Write `go_no_go(record, files, today)`. `files` is the release folder, a dict from file names to their bytes; `today`
# an ISO date (text). In `record["sections"]` each of the four `SECTIONS` has a list of tests: dicts with `"test"`,
# `"how"`, `"file"`, `"sha256"`, `"on"` (ISO date), `"reason"`. A test that *holds* earns 1 point if `how` is
# `"automated"`, else 0.5. It does not hold for the first of these that applies:
#
# | fault | when |
# |---|---|
# | `"missing"` | its file is not in the folder |
# | `"hash"` | the SHA-256 of the file's bytes (hex, upper or lower case) is not the one recorded |
# | `"date"` | `on` lies after today, or more than `record["days"]` days before |
# | `"unsafe"` | it is a `.pkl`; or a `.skops` that skops cannot read, or with types outside `record["trusted"]` |
# | `"reason"` | the reason is empty or blank |
#
# It returns a dict:
#
# | key | value |
# |---|---|
# | `"score"` | the *smallest* sum of the four sections; one that is not in the record, or has no tests, has 0 |
# | `"go"` | True if the score is `record["needed"]` or more, else False |
# | `"weakest"` | the sections with that sum, sorted |
# | `"refused"` | `[section, test, fault]` for each test that does not hold, ordered as `SECTIONS`, then as the record |
#
# A `.skops` file is looked at without loading: `skops.io.get_untrusted_types(data=...)` lists the types that skops does
# not know. The minimum is the rule of the ML Test Score (Breck and others, 2017), and so are the points.
#
# **Example.** The record below scores 0.5: the pipeline of 8.1 holds a function that nobody vouched for.

# %%
SECTIONS = ["data", "model", "infrastructure", "monitoring"]
release_files = {
    "checks.json": b'{"rows": 800, "faults": 0}',
    "pipeline.skops": skops.io.dumps(example_model),
    "plain.skops": skops.io.dumps(example_model[-1]),
    "drill.txt": b"roll-back on 12 May: 4 minutes",
}


def entry(test, file, on="2026-05-20", how="automated", reason="run by the release manager"):
    """A test of a record, with the hash that its file has now."""
    content = release_files.get(file, b"")
    digest = hashlib.sha256(content).hexdigest()
    return {"test": test, "how": how, "file": file, "sha256": digest, "on": on, "reason": reason}


example_record = {
    "needed": 1,
    "days": 30,
    "trusted": [],
    "sections": {
        "data": [entry("schema", "checks.json")],
        "model": [entry("safe to load", "pipeline.skops"), entry("reviewed", "plain.skops", how="by hand")],
        "infrastructure": [entry("roll-back", "drill.txt"), entry("load test", "load.csv")],
        "monitoring": [entry("alarms", "checks.json"), entry("on call", "drill.txt", on="2026-04-01")],
    },
}
example_verdict = {
    "score": 0.5,
    "go": False,
    "weakest": ["model"],
    "refused": [
        ["model", "safe to load", "unsafe"],
        ["infrastructure", "load test", "missing"],
        ["monitoring", "on call", "date"],
    ],
}
print(skops.io.get_untrusted_types(data=release_files["pipeline.skops"]))

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Write one function that says what is wrong with one test, or None. What should it do with a `.skops` file that is
# cut off?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Ask in the order of the table and return at the first fault. Dates subtract: `date.fromisoformat(a) - ...` has
# `.days`. What skops cannot read raises, and not always the same exception.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `hashlib.sha256(content).hexdigest()` is in lower case. `set(skops.io.get_untrusted_types(data=content)) <=
# set(record["trusted"])` within `try`, `except Exception`. Then one loop over SECTIONS with
# `record["sections"].get(section, [])`, one dict of sums.
#
# </details>


# %% answer:8.5 names="go_no_go"
def go_no_go(record, files, today):
    """Whether to release, by the weakest section, after each proof has been looked at."""

    ### BEGIN SOLUTION
    def unsafe(name, content):
        if not name.endswith(".skops"):
            return name.endswith(".pkl")
        try:
            return not set(skops.io.get_untrusted_types(data=content)) <= set(record["trusted"])
        except Exception:
            return True

    def fault(test):
        content = files.get(test["file"])
        if content is None:
            return "missing"
        if hashlib.sha256(content).hexdigest() != test["sha256"].lower():
            return "hash"
        age = (date.fromisoformat(today) - date.fromisoformat(test["on"])).days
        if not 0 <= age <= record["days"]:
            return "date"
        if unsafe(test["file"], content):
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
outcomes = set()
for number in range(40):
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
    outcomes.add(least >= needed)
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
upper = entry("upper", "drill.txt")
upper["sha256"] = upper["sha256"].upper()
not_zip = entry("no archive", "fake.skops")
not_zip["sha256"] = hashlib.sha256(b"plain text").hexdigest()
empty_file = entry("empty file", "empty.txt")
folder = release_files | {"fake.skops": b"plain text", "empty.txt": b""}
both = entry("two faults", "drill.txt", on="2020-01-01", reason="")
cases = [
    ("all is fine", fine, [], [], 1, SECTIONS),
    ("a section is not in the record", {k: v for k, v in fine.items() if k != "model"}, [], [], 0, ["model"]),
    ("a section has no tests", fine | {"data": []}, [], [], 0, ["data"]),
    ("a hash is in upper case", fine | {"data": [upper]}, [], [], 1, SECTIONS),
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
# ## Exercise 8.6: sign, or refuse to sign (2 points, 10 min)
#
# This lies on your desk at Bora. Friday, 16:40. The campaign starts on Monday.
#
# | section | proof | what you find |
# |---|---|---|
# | data | "schema test, automated, 18 May" | file and hash agree |
# | model | "AUC 0.76 in March, automated" | `model.skops` has another hash than recorded, and is three days younger |
# | infrastructure | "roll-back rehearsed, by hand" | a protocol, signed by two, 40 days old; the rule says 30 |
# | monitoring | "all alarms active" | no file; "the team said so in the stand-up" |
#
# Write at most 150 words to the release board:
#
# - sign or refuse, in the first sentence, and which *one* finding alone would be enough for that (1 point: the decision
#   follows from a finding of the table and not from a feeling; who signs says who bears which risk, until when);
# - the smallest set of things that would change your mind, each with an owner and something that can be looked at on
#   Monday at 8:00, and what Bora may do until then (1 point: each is checkable by somebody else; "be more careful" is
#   none).

# %% [markdown] written:8.6 points=2
# *I refuse to sign.* The hash alone is enough: what was measured is not what would be released, so the AUC of 0.76 says
# nothing about the file in the folder. The missing alarms would be enough as well. The rehearsal is the mildest: it
# took place, and ten days too long ago.
#
# *What would change my mind by Monday, 8:00.* (1) Data science runs the March test again on this very `model.skops`, by
# the pipeline, and records its hash; I compare it with the folder's. Or the old file comes back from the registry. (2)
# DevOps sets off each alarm once on the staging replica; the log with times is the proof. (3) DevOps repeats the
# roll-back, with a protocol of that day.
#
# *Until then* the campaign starts with the version in production, whose record holds, or all new applications above
# a PD of 10 % go to clerks. Who wants to start without is free to sign in my place, by name, until Wednesday.
