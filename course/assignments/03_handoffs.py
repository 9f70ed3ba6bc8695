# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented. Each exercise has its own given cell, so you can begin
# with any of them.

# %%
import copy
import json
import os
import shutil
import sqlite3
import tempfile
import warnings
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from bora import checks, money, tracking
from bora.deliveries import good_months, make_delivery, practise
from bora.parcels import look_into, score_elsewhere
from bora.registries import make_registry, open_registry, registry_bytes, registry_content
from bora.world import simulate

warnings.filterwarnings("ignore", message=".*integer column")  # a hint of MLflow's; exercise 3.3 says what is asked
store = tracking.private_store()  # an MLflow store that vanishes with this notebook
mlflow.set_registry_uri(None)  # clients look for models where they look for runs
os.environ.pop("MLFLOW_REGISTRY_URI", None)

# %% [markdown] teacher
# **Timing.** 120 minutes: 28, 18, 28, 20 for the exercises, 22 for the note, 4 to begin. For a shorter hand-in drop
# Exercise 3.3, which needs the most reading of documentation; 3.1 is the one that separates. Most of a
# draft of 3.1 is given, as are the model of 3.2 and the reading half of 3.4: what is left to write is the thought.
#
# **What goes wrong most.** 3.1: limits taken from the smallest and largest value seen, so that every new month with an
# older or richer applicant is an alarm. 3.2: the draw made before sorting. 3.3: the features stay in the notebook, or
# the signature says `long` and the first request from JSON is refused. 3.4: the last entry of the history undone
# blindly; twice called, it brings the fault back.
#
# **Ask.** What would you add to your contract after a year of deliveries? Which of the fields of the record could you
# leave out without anybody noticing, and for how long? Who may call `undo_promotion` at night?
#
# **Grading 3.5.** The trap, which the rubric names: no message says that version 7 is the model of run 8f3a. Whoever
# writes it as a fact loses half a point; marked as not known, it counts as one of the gaps of 4. Read the note as the
# stranger. Cross out every sentence that needs a person to be understood ("as discussed", "the usual data"). What is
# left must let you get the number again, check a delivery, and go back.

# %% [markdown]
# ## Exercise 3.1: draft a contract, judge deliveries (4 points, 28 min)
#
# Bora's application table comes every month, and nobody ever wrote down what "in order" means. All you have is six
# months that were good.
#
# | write | gets | returns |
# |---|---|---|
# | `draft_contract(past)` | a list of six good deliveries (DataFrames) | the contract: a dict that survives JSON |
# | `faults_in_delivery(delivery, contract)` | a table; the contract | list or set of columns at fault |
#
# For a good delivery the list is empty. The table must not be changed; rows are numbered 0, 1, 2, ... (its index). Most
# of a draft is given; you may write your own.
#
# A bad delivery has exactly one **fault**, in one column:
#
# | fault | of 24 |
# |---|---|
# | a code for "not known" in 5 % of the rows: 99 late payments, age 0, savings of -1, an income of 99 | 8 |
# | a word of a text column written otherwise | 4 |
# | the brokers' `income` is that of a month; all `instalments` are those of a year | 2 + 2 |
# | a column of numbers is gone; one is sent as text | 2 + 2 |
# | a text column with a fifth of its values missing | 2 |
# | rows sent twice: `application_id` is at fault | 2 |
#
# **No faults:** other people (in a campaign 45 % more, from 18 years on), values down to those of `LEAST` (instalments
# of 0, say), few rows (150 or more), no brokers, whole numbers as floats, another order of columns, one column more, up
# to 2 % of `savings` missing.
#
# **Score**, over 48 deliveries, 24 with a fault: the faulty column named +1; an innocent one named -2, once a delivery.
# The visible check asks for 10 of 12 faulty and 10 of 12 good practice deliveries judged right; the hidden ones, on
# others, for a score of 18 (1 point) and of 23 (2 points). `practise` prints yours, over 48 as well.
#
# **Example.** `make_delivery(1)` returns a table and `"income"`, `make_delivery(0)` a good one and `""`.

# %%
# both sides know: values down to these are no fault
LEAST = {"age": 18, "savings": 0, "amount": 0, "instalments": 0, "late_payments": 0}

past = good_months(3)
print(practise.__doc__)  # call practise(draft_contract, faults_in_delivery) in a cell of your own
past[0].head(3)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# One row that no good month could hold is enough to find a fault, and most of these faults leave some. So begin with
# the plainest rules for single values, and let `practise` show what they miss.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A limit at the smallest or largest value ever seen is broken by the next good month. Where `LEAST` has a limit, take
# that one; elsewhere give room by a factor, since money spreads by factors. In the second function ask in this order:
# is the column there, is enough of it known, does it keep its rule?
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `known = delivery[name].dropna()`, then `len(known)` against `len(delivery)`; `known.between(low, high).all()`,
# `known.isin(words).all()`, `known.is_unique`. A column of texts has no `between`: ask `is_numeric_dtype` first.
# `practise(draft_contract, faults_in_delivery, months=...)` with several values shows where you are wrong.
#
# </details>


# %% answer:3.1 names="draft_contract,faults_in_delivery"
def draft_contract(past):
    """A rule for each column."""
    together, contract = pd.concat(past), {}
    for name, column in together.items():
        if pd.api.types.is_numeric_dtype(column):
            # low and high: what you have seen, with room to spare
            ### BEGIN SOLUTION
            low = LEAST.get(name, column.min() / 2)
            high = column.max() * 3
            ### END SOLUTION
            contract[name] = {"low": float(low), "high": float(high)}
        elif column.is_unique:
            contract[name] = {"unique": True}
        else:
            contract[name] = {"words": sorted(set(column))}
    return contract


def faults_in_delivery(delivery, contract):
    """The names of the columns that break their rule."""
    faults = []
    for name, rule in contract.items():
        # broken: True where the column is gone, lacks too many values, or breaks its rule
        ### BEGIN SOLUTION
        known = delivery[name].dropna() if name in delivery else []
        if len(known) < 0.9 * len(delivery):
            broken = True
        elif "low" in rule:
            broken = not pd.api.types.is_numeric_dtype(known) or not known.between(rule["low"], rule["high"]).all()
        elif "words" in rule:
            broken = not known.isin(rule["words"]).all()
        else:
            broken = not known.is_unique
        ### END SOLUTION
        if broken:
            faults.append(name)
    return faults


# %% check:3.1 points=1
contract = draft_contract(past)
assert type(contract) is dict, f"draft_contract should return a dict, not {checks.kind(contract)}."
try:
    contract = json.loads(json.dumps(contract))
except (TypeError, ValueError) as error:
    raise AssertionError(f"The contract cannot be written as JSON: {error}.") from None
wrong = {"good": [], "faulty": []}
for seed in range(24):
    table, guilty = make_delivery(seed)
    with checks.kept(table, "The delivery"):
        try:
            named = faults_in_delivery(table, copy.deepcopy(contract))
        except NotImplementedError:
            raise
        except Exception as error:
            raise AssertionError(
                f"faults_in_delivery gives up on make_delivery({seed}) with {type(error).__name__}: {error}. "
                "In a delivery a column may be gone, or hold texts, or have gaps."
            ) from None
    named = checks.plain(named, f"faults_in_delivery of make_delivery({seed})")
    assert type(named) in (list, set), f"faults_in_delivery should return a list of names, not {checks.kind(named)}."
    assert all(type(name) is str for name in named), "faults_in_delivery should return names of columns, as strings."
    if set(named) != ({guilty} if guilty else set()):
        wrong["faulty" if guilty else "good"].append(seed)
assert len(wrong["good"]) <= 2, (
    f"Of 12 good practice deliveries you let {12 - len(wrong['good'])} through. "
    f"Which columns do you name in make_delivery({wrong['good'][0]}), and why?"
)
assert len(wrong["faulty"]) <= 2, (
    f"Of 12 faulty practice deliveries you judge {12 - len(wrong['faulty'])} right: the column at fault named, and no "
    f"other. Look at make_delivery({wrong['faulty'][0]}) and make_delivery({wrong['faulty'][1]})."
)

# %% hidden:3.1 points=1
contract = draft_contract(good_months(31))
try:
    contract = json.loads(json.dumps(contract))
except (TypeError, ValueError):
    raise AssertionError("The contract cannot be written as JSON: are there sets or numpy's numbers in it?") from None
score, accused, missed = 0, 0, [0] * 12
for seed in checks.seeds(
    48, "the harbour master counts the boats when nobody looks, and writes them down in red ink, no. 11"
):
    table, guilty = make_delivery(seed)
    try:
        named = faults_in_delivery(table, copy.deepcopy(contract))
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"faults_in_delivery gives up on an unseen delivery with {type(error).__name__}. "
            "Any column may be gone, hold texts, or have gaps."
        ) from None
    named = checks.plain(named, "faults_in_delivery")
    assert type(named) in (list, set), "faults_in_delivery should return a list of names."
    innocent = bool(set(named) - {guilty} if guilty else named)
    score += (guilty != "" and guilty in named) - 2 * innocent
    accused += innocent
    missed[3 if seed // 2 % 12 == 10 else seed // 2 % 12] += guilty != "" and guilty not in named
for kind, fault in (
    (0, "the brokers' income of a month"),
    (1, "99 late payments"),
    (2, "instalments of a year"),
    (3, "a word written otherwise"),
    (4, "a column of numbers that is gone"),
    (5, "savings of -1"),
    (6, "a text column with missing values"),
    (7, "numbers sent as text"),
    (8, "rows sent twice"),
    (9, "age 0"),
    (11, "an income of 99"),
):
    assert score >= 18 or accused or missed[kind] < max(missed), (
        f"Your score on 48 unseen deliveries is below 18 of 24: nobody innocent is named, but faults are missed, "
        f"most of all {fault}. Practise on a hundred seeds."
    )
assert score >= 18, (
    "Your score on 48 unseen deliveries is below 18 of 24: innocent columns are named, and each such delivery costs 2. "
    "Give your limits more room, and draft from several seeds of good_months."
)

# %% hidden:3.1-high points=2
contract = draft_contract(good_months(32))
try:
    contract = json.loads(json.dumps(contract))
except (TypeError, ValueError):
    raise AssertionError("The contract cannot be written as JSON: are there sets or numpy's numbers in it?") from None
score, accused, missed = 0, 0, [0] * 12
for seed in checks.seeds(48, "on the shelf behind the scales lies a ledger that the last clerk never closed, page 17"):
    table, guilty = make_delivery(seed)
    try:
        named = faults_in_delivery(table, copy.deepcopy(contract))
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"faults_in_delivery gives up on an unseen delivery with {type(error).__name__}. "
            "Any column may be gone, hold texts, or have gaps."
        ) from None
    named = checks.plain(named, "faults_in_delivery")
    assert type(named) in (list, set), "faults_in_delivery should return a list of names."
    innocent = bool(set(named) - {guilty} if guilty else named)
    score += (guilty != "" and guilty in named) - 2 * innocent
    accused += innocent
    missed[3 if seed // 2 % 12 == 10 else seed // 2 % 12] += guilty != "" and guilty not in named
for kind, fault in (
    (0, "the brokers' income of a month"),
    (1, "99 late payments"),
    (2, "instalments of a year"),
    (3, "a word written otherwise"),
    (4, "a column of numbers that is gone"),
    (5, "savings of -1"),
    (6, "a text column with missing values"),
    (7, "numbers sent as text"),
    (8, "rows sent twice"),
    (9, "age 0"),
    (11, "an income of 99"),
):
    assert score >= 23 or accused or missed[kind] < max(missed), (
        f"Your score on 48 other deliveries is below 23 of 24: nobody innocent is named, but faults are missed, "
        f"most of all {fault}. One may be missed."
    )
assert score >= 23, (
    "Your score on 48 other deliveries is below 23 of 24: innocent columns are named, and each such delivery costs 2. "
    "Give your limits more room, and draft from several seeds of good_months."
)

# %% [markdown]
# ## Exercise 3.2: rerun a training from its record (4 points, 18 min)
#
# A colleague left Bora. What she left behind is a *record* of her last training, `data/record.json`, with its metric.
# Write `rerun_record(loans, record)`, which runs any such record again.
#
# - `loans`: a DataFrame as `make_loans` gives it; `default` is 0 or 1, and missing where `accepted` is 0; nothing else
#   is missing. Rows and columns in any order, any index, further columns of numbers possible. It must not be changed.
# - `record`: a dict as printed below; each of its values may be another one, its three lists of columns, too.
#
# If `fingerprint(loans)` is not the record's, raise `ValueError`. The procedure of every record:
#
# 1. Keep the accepted rows, sorted by `application_id`, ascending; n is their number.
# 2. `np.random.default_rng(seed).permutation(n)` gives row numbers from 0. The first `int(train_share * n)` of them are
#    trained on, the others judged.
# 3. Fit `blank_model(record)`, given, on the rows to train on.
#
# It returns a dict with these keys and no other:
#
# | key | value |
# |---|---|
# | `"trained"`, `"judged"` | numbers of rows |
# | `"auc"` | AUC of the PDs on the judged rows, not rounded |
# | `"eur"` | EUR per 1,000 judged rows (`money.eur_per_1000`), granted where the PD is below `cut`; not rounded |
# | `"matches"` | `True` if `auc` differs from the record's by at most 0.00005 and `eur` by at most 0.5, else `False` |
#
# **Example.** The record below and `her_loans` belong together: the result matches.


# %%
def fingerprint(loans):
    """Twelve digits that stand for the content of a table; the order of rows and columns does not matter."""
    rows = loans.sort_values("application_id")[sorted(loans.columns)]
    return sha256(rows.to_csv(index=False, lineterminator="\n").encode()).hexdigest()[:12]


def make_loans(seed):
    """Applications of six months with their outcomes, rows in no order."""
    town = simulate(seed=seed, incidents=(), months=6, applications_per_month=300)
    return town.applications.merge(town.outcomes, on=["application_id", "month"]).sample(frac=1, random_state=seed)


def blank_model(record):
    """The record's model, not fitted; its inputs are columns of a table of loans."""
    inputs = make_column_transformer(
        (StandardScaler(), record["numbers"]),
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), record["logs"]),
        (OneHotEncoder(handle_unknown="ignore"), record["words"]),
    )
    return make_pipeline(inputs, LogisticRegression(**record["model"]))


her_record = json.loads(Path("data/record.json").read_text(encoding="utf-8"))
her_loans = make_loans(2031)
print(json.dumps(her_record, indent=1))

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Write down first what the record fixes and what it leaves to you. If the AUC is near but not equal, the wrong rows are
# trained on: print the first numbers of the draw, and what stands in these rows.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Check the fingerprint, select and sort, draw, take the rows by *position*, fit, judge. Positions want `iloc`, not
# `loc`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `train, judged = rows.iloc[order[:first]], rows.iloc[order[first:]]`; the PDs are `predict_proba(judged)[:, 1]`, and
# `roc_auc_score(truth, pds)` their AUC. The column `default` is an integer type that knows missing values:
# `astype(int)`.
#
# </details>


# %% answer:3.2 names="rerun_record"
def rerun_record(loans, record):
    """Train and judge as the record says; the metrics, and whether they are those of the record."""
    ### BEGIN SOLUTION
    if fingerprint(loans) != record["fingerprint"]:
        raise ValueError("these are not the data of the record")
    rows = loans[loans["accepted"] == 1].sort_values("application_id")
    order = np.random.default_rng(record["seed"]).permutation(len(rows))
    cut = int(record["train_share"] * len(rows))
    train, judged = rows.iloc[order[:cut]], rows.iloc[order[cut:]]
    model = blank_model(record).fit(train, train["default"].astype(int))
    pds, truth = model.predict_proba(judged)[:, 1], judged["default"].astype(int)
    auc = float(roc_auc_score(truth, pds))
    eur = money.eur_per_1000(judged["amount"], truth, pds < record["cut"])
    near = abs(auc - record["metrics"]["auc"]) <= 0.00005 and abs(eur - record["metrics"]["eur"]) <= 0.5
    return {"trained": len(train), "judged": len(judged), "auc": auc, "eur": eur, "matches": near}
    ### END SOLUTION


# %% check:3.2 points=1.5
copied = her_loans.copy()
with checks.kept(copied, "The table of loans"):
    try:
        result = rerun_record(copied, copy.deepcopy(her_record))
    except (KeyError, IndexError) as error:
        raise AssertionError(
            f"rerun_record gives up with {type(error).__name__}: {str(error)[:60]}. Where rows are missing: "
            "step 2 draws their numbers, counted from 0 in the order of step 1, and no labels of an index."
        ) from None
result = checks.fields(result, "What rerun_record returns", ["trained", "judged", "auc", "eur", "matches"])
granted_loans = int((her_loans["accepted"] == 1).sum())
checks.close(result["trained"], int(0.7 * granted_loans), "trained", "The accepted rows only, and their first 70 %.")
checks.close(result["judged"], granted_loans - int(0.7 * granted_loans), "judged", "All accepted rows that are left.")
checks.number(result["auc"], "auc", 0, 1)
hint = "To the fourth decimal it is not the record's. Go through the steps: the order before the draw, rows, model."
checks.close(result["auc"], her_record["metrics"]["auc"], "auc", hint, 0.00005)
hint = (
    "Are the PDs those of the judged rows, compared with the record's cut? Is the model that of the record? "
    "(The AUC can agree by chance where the PDs do not.)"
)
checks.close(result["eur"], her_record["metrics"]["eur"], "eur", hint, 0.5)
checks.flag(result["matches"], True, "matches", "Both metrics agree with the record's.")

# %% hidden:3.2 points=1.5
for seed, share, model, cut, columns in (
    (
        *(5, 0.75, {"C": 0.05, "class_weight": "balanced"}, 0.45),
        {"numbers": ["late_payments", "desks", "age"], "logs": ["savings", "fee", "instalments", "income", "amount"]},
    ),
    (
        *(11, 0.505, {"C": 0.002, "class_weight": None}, 0.1),
        {"numbers": ["amount", "late_payments"], "logs": ["term", "income"]},
    ),
):
    # in the first record also columns without any spread
    table = make_loans(3000 + seed).assign(desks=3.0, fee=12.5)
    ids = table.loc[table["accepted"] == 1, "application_id"].sort_values().to_numpy()
    last = ids[np.random.default_rng(seed).permutation(len(ids))[-1]]  # a judged row gets a word of its own
    table["purpose"] = table["purpose"].mask(table["application_id"] == last, "boat")
    record = {"seed": seed, "train_share": share, "fingerprint": fingerprint(table), "cut": cut, **columns}
    record |= {"words": ["purpose", "employment", "region"], "metrics": {"auc": 0.5, "eur": 0.0}}
    record["model"] = {**model, "solver": "newton-cholesky", "tol": 1e-8}
    granted = table[table["accepted"] == 1].set_index("application_id").sort_index()
    draw = np.random.default_rng(seed).permutation(len(granted))
    for_training = np.isin(np.arange(len(granted)), draw[: int(share * len(granted))])
    x = granted[record["numbers"] + record["logs"]].to_numpy(float)
    x[:, len(record["numbers"]) :] = np.log1p(x[:, len(record["numbers"]) :])
    spread = x[for_training].std(axis=0)
    x = (x - x[for_training].mean(axis=0)) / np.where(spread < 1e-9, 1, spread)
    x = np.column_stack([x, pd.get_dummies(granted[record["words"]]).to_numpy(float)])
    y = granted["default"].to_numpy(int)
    fitted = LogisticRegression(**record["model"]).fit(x[for_training], y[for_training])
    pds, y = fitted.predict_proba(x[~for_training])[:, 1], y[~for_training]
    truth_auc = (pds[y == 1][:, None] > pds[y == 0]).mean()
    truth_eur = money.eur_per_1000(granted["amount"].to_numpy()[~for_training], y, pds < cut)
    mixed = table.sample(frac=1, random_state=1)[sorted(table.columns)[::-1]]
    mixed.index = np.arange(len(mixed)) // 2  # any index: here each label stands twice
    try:
        result = rerun_record(mixed, copy.deepcopy(record))
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"rerun_record gives up with {type(error).__name__}. Rows have any index here, words are new, "
            "and a column may be without any spread."
        ) from None
    result = checks.fields(result, "What rerun_record returns", ["trained", "judged", "auc", "eur", "matches"])
    hint = "The accepted rows only, and the record's share of them, rounded down. Rows may have any index."
    checks.close(result["trained"], for_training.sum(), "trained", hint)
    hint = (
        "Is every field of the record used? Its columns (some without any spread), seed, share and model differ here, "
        "and rows come in another order. Nothing is rounded."
    )
    checks.close(result["auc"], truth_auc, "auc", hint, 0.000001)
    hint = "Is every field of the record used, its cut as well? Nothing is rounded."
    checks.close(result["eur"], truth_eur, "eur", hint, 0.0005)
    checks.flag(result["matches"], False, "matches", "The record claims other metrics here.")

# %% hidden:3.2-edges points=1
shuffled = her_loans.sample(frac=1, random_state=5).reset_index(drop=True)[sorted(her_loans.columns)]
with checks.kept(shuffled, "The table of loans"):
    again = rerun_record(shuffled, copy.deepcopy(her_record))
hint = "Rows and columns come in another order. (Where the first check fails, mend that first.)"
checks.close(again["auc"], her_record["metrics"]["auc"], "auc of the same loans", hint, 0.00005)
checks.flag(again["matches"], True, "matches with rows and columns in another order", "The content is the same.")
changed = her_loans.assign(income=her_loans["income"].where(her_loans.index != her_loans.index[7], 1))
for table, what in (
    (changed, "rerun_record with one changed income"),
    (her_loans.iloc[1:].copy(), "rerun_record with a row gone"),
):
    checks.raises(ValueError, lambda table=table: rerun_record(table, copy.deepcopy(her_record)), what)
for half, wrong in (("auc", 0.0001), ("eur", 1.0), ("auc", -0.0001), ("eur", -1.0)):
    claimed = {**her_record["metrics"], half: her_record["metrics"][half] + wrong}
    result = rerun_record(her_loans.copy(), {**copy.deepcopy(her_record), "metrics": claimed})
    checks.flag(result["matches"], False, f"matches with another {half} in the record", "Both must agree.")
claimed = {"auc": her_record["metrics"]["auc"] + 0.00003, "eur": her_record["metrics"]["eur"] - 0.3}
result = rerun_record(her_loans.copy(), {**copy.deepcopy(her_record), "metrics": claimed})
checks.flag(result["matches"], True, "matches with differences behind the fourth decimal", "See what is allowed.")

# %% [markdown]
# ## Exercise 3.3: a parcel that needs nobody (4 points, 28 min)
#
# IT takes models as one zip file and opens it where nobody knows you. For safety it takes no pickles and no program
# text or types of yours, only what sklearn, numpy and MLflow bring along.
#
# Write `model_parcel(loans)`. It gets granted loans with known outcome, as `small_loans` below; rows are numbered 0, 1,
# 2, ... (its index). It returns `bytes`: a zip file with a model folder as `mlflow.sklearn` saves it in its default
# format, skops, with `MLmodel` at its top level.
#
# | part | asked |
# |---|---|
# | model: takes | *raw* applications: the columns of `RAW`, in any order, nothing missing |
# | model: gives | for each row the PD of `fit_in_notebook(loans)`, to 0.0001, also for words that are not in `loans` |
# | its answer | one number a row, or two as `predict_proba` has them |
# | signature | these nine columns and no other; the seven numeric ones are `double`, the others `string` |
# | input example | one to five rows of `loans`, raw, the nine columns (whole numbers are fine) |
# | types | those of sklearn, numpy and MLflow; a type that is trusted by name (`skops_trusted_types`) comes back |
# | `requirements.txt` | at least `mlflow`, `scikit-learn`, `skops`; each pinned (`name==version`) as installed |
#
# Given: `pinned(*names)` writes such lines, `zipped(folder)` gives a folder's zip as bytes. `look_into(parcel)` is IT's
# desk: it says what it found, or raises `ValueError`. `score_elsewhere(parcel, rows)` scores rows in a new, isolated
# process (about ten seconds). The checks use both.
#
# **Example.** `fit_in_notebook(small_loans)` is the model whose PDs are asked for; those of `three` are printed. Its
# function `features` stays in this notebook: in the parcel, sklearn's own transformers must do its work.

# %%
RAW = ["age", "income", "savings", "amount", "term", "instalments", "late_payments", "employment", "purpose"]
MONEY, COUNTS, WORDS = RAW[1:4] + RAW[5:6], ["age", "term", "late_payments"], RAW[7:]


def make_granted(seed):
    """Granted loans of three months with their outcomes."""
    town = simulate(seed=seed, incidents=(), months=3, applications_per_month=250)
    rows = town.applications.merge(town.outcomes.drop(columns="month"), on="application_id")
    return rows[rows["accepted"] == 1].astype({"default": int}).reset_index(drop=True)


def features(rows):
    """Raw applications to inputs: logarithms of 1 + the money columns, the others as they are."""
    return pd.concat([np.log1p(rows[MONEY].astype(float)), rows[COUNTS + WORDS]], axis=1)


def fit_in_notebook(loans):
    """The notebook's model: it wants features(rows), not raw rows."""
    inputs = make_column_transformer(
        (StandardScaler(), MONEY + COUNTS), (OneHotEncoder(handle_unknown="ignore"), WORDS)
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-8))
    return model.fit(features(loans), loans["default"])


def pinned(*names):
    """A line for each package, with the version that is installed here."""
    return [f"{name}=={version(name)}" for name in names]


def zipped(folder):
    """The bytes of a zip file with what is in a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        return Path(shutil.make_archive(f"{scratch}/parcel", "zip", folder)).read_bytes()


small_loans = make_granted(33)
three = small_loans[RAW].head(3)
three.loc[2, "purpose"] = "boat"
print(fit_in_notebook(small_loans).predict_proba(features(three))[:, 1].round(4))

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# First make one sklearn pipeline that takes raw rows and agrees with the notebook's model. Pack it only then.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# numpy's own functions may stand in a `FunctionTransformer`; functions of yours may not. `mlflow.sklearn.save_model`
# writes the folder, and its parameters are those of the table; `infer_signature` takes the types from the table that
# you show it. By default a model saved this way answers with `predict`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `FunctionTransformer(np.log1p)` is a step of a pipeline for the money columns; the others go in as in the notebook.
# Then `save_model(model, f"{scratch}/model", signature=..., input_example=..., pip_requirements=pinned(...),
# pyfunc_predict_fn="predict_proba")`. For the signature show `infer_signature` a table whose numbers are floats.
#
# </details>


# %% answer:3.3 names="model_parcel"
def model_parcel(loans):
    """The bytes of a zip file with everything that somebody else needs to score raw applications."""
    ### BEGIN SOLUTION
    raw = loans[RAW].astype(dict.fromkeys(MONEY + COUNTS, float))
    inputs = make_column_transformer(
        (make_pipeline(FunctionTransformer(np.log1p), StandardScaler()), MONEY),
        (StandardScaler(), COUNTS),
        (OneHotEncoder(handle_unknown="ignore"), WORDS),
    )
    model = make_pipeline(inputs, LogisticRegression(solver="newton-cholesky", tol=1e-8)).fit(raw, loans["default"])
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.sklearn.save_model(
            model,
            f"{scratch}/model",
            signature=mlflow.models.infer_signature(raw, model.predict_proba(raw)),
            input_example=raw.head(),
            pip_requirements=pinned("mlflow", "scikit-learn", "skops", "numpy"),
            pyfunc_predict_fn="predict_proba",
        )
        return zipped(f"{scratch}/model")
    ### END SOLUTION


# %% check:3.3 points=1.5
parcel = model_parcel(small_loans.copy())
assert type(parcel) is bytes, "model_parcel should return bytes: what the zip file holds, not its path, not a stream."
try:
    found = look_into(parcel)
except ValueError as error:
    raise AssertionError(f"IT sends the parcel back: {error}.") from None
assert set(found["inputs"]) == set(RAW), (
    f"The signature names {', '.join(found['inputs'])}. Which columns does a raw application have?"
)
for name, kind in found["inputs"].items():
    asked = "string" if name in ("employment", "purpose") else "double"
    assert kind == asked, f"The signature says {kind} for {name}: the first request from JSON would be refused."
example = found["example"]
assert set(example.columns) == set(RAW), "The input example should be raw applications: the nine columns."
rows = set(small_loans[RAW].itertuples(index=False, name=None))  # 1 and 1.0 are the same in a set
assert rows.issuperset(example[RAW].itertuples(index=False, name=None)), (
    "The input example should be rows of the table that was given, raw: as they stand there."
)
versions = {line.partition("==")[0].lower(): line.partition("==")[2] for line in found["requirements"]}
for name in ("mlflow", "scikit-learn", "skops"):
    assert name in versions, f"The requirements do not name {name}."
try:
    answer = score_elsewhere(parcel, three)
except ValueError as error:
    raise AssertionError(f"In a clean process the parcel does not score the rows of `three`: {error}.") from None
told = fit_in_notebook(small_loans).predict_proba(features(three))[:, 1]
checks.all_close(answer, told, "the PDs of `three`, scored elsewhere", "Their PDs are printed above.", 0.0001)

# %% hidden:3.3 points=1
given_loans = make_granted(64)
rows = set(given_loans[RAW].itertuples(index=False, name=None))
parcel = model_parcel(given_loans.copy())
try:
    found = look_into(parcel)
except ValueError:
    raise AssertionError(
        "With other loans IT sends the parcel back. Try look_into(model_parcel(make_granted(seed))) with other seeds."
    ) from None
for line in found["requirements"]:
    name, _, pin = line.partition("==")
    try:
        installed = version(name.partition("[")[0])
    except Exception:
        raise AssertionError("The requirements name a package that is not installed here.") from None
    assert pin == installed, f"The requirement {line} does not name the version that is installed here."
assert set(found["example"].columns) == set(RAW), "The input example should be raw applications: the nine columns."
assert rows.issuperset(found["example"][RAW].itertuples(index=False, name=None)), (
    "The input example should be rows of the table that was given, raw: as they stand there."
)

# %% hidden:3.3-elsewhere points=1.5
other_loans, rows = make_granted(64), make_granted(65)[RAW].head(40)
rare = other_loans.index[other_loans["default"] == 1][:2]  # two loans for a purpose that nobody else has
other_loans.loc[rare, "purpose"] = "boat"
rows.loc[3, "purpose"], rows.loc[4, "purpose"], rows.loc[5, "employment"] = "yacht", "boat", "astronaut"
expected = fit_in_notebook(other_loans).predict_proba(features(rows))[:, 1]
parcel = model_parcel(other_loans)
try:
    answer = score_elsewhere(parcel, rows[sorted(RAW, reverse=True)])
except ValueError:
    raise AssertionError(
        "In a clean process the parcel does not score the rows. Their columns come in another order, and some of their "
        "words are new to the model. Try score_elsewhere with such rows: its error says why."
    ) from None
assert len(answer) == 40, f"For 40 rows the model answers with {len(answer)} numbers."
hint = "The model answers with 0 or 1 only; the PD is asked for. Raw rows go in, too: see what `features` does."
assert not set(answer) <= {0.0, 1.0}, hint
hint = "Raw rows go in; see what `features` does. Is the model trained on the loans that were given, rare words too?"
checks.all_close(answer, expected, "the PDs scored elsewhere", hint, 0.0001)

# %% [markdown]
# ## Exercise 3.4: undo a promotion (4 points, 20 min)
#
# Operations asks for a roll-back that also works the second time, and when versions were withdrawn or deleted. They
# send a copy of the registry: the bytes of MLflow's database. The runbook agreed upon:
#
# | in the registry | means |
# |---|---|
# | alias `champion` of the model | the version in service |
# | tag `history` of the model | a JSON list, one entry for each move of the alias, the oldest first |
# | an entry | a dict: `"from"` (a version as a string, `None` at first), `"to"`, `"by"`, `"why"`, `"at"` |
# | tag `withdrawn` of a version | it must not come into service again, whatever the text is (it may be empty) |
#
# Write `undo_promotion(database, model, by, why, at)`; `database` is `bytes`, the others are strings.
#
# - **Where to?** The newest `"to"` of the history (the list's order counts, not `"at"`) which is not the present
#   champion, still exists, and is not withdrawn. Is there none, raise `ValueError`.
# - **Then** the old champion gets the tag `withdrawn` with `why` as its text (whatever it said before), the alias
#   moves, and the history gets one more entry; `by`, `why`, `at` just as they came. All else stays as it is.
# - **Returns** a dict with these keys and no other: `"from"`, `"to"` (versions as strings), `"database"` (`bytes`: the
#   registry afterwards).
#
# Given: `open_registry(database)` gives an `MlflowClient` on a copy, and the copy's path; `look(client, model)` reads
# what you need; `registry_bytes(path)` gives the bytes when you are done.
#
# **Example.** `drill` has versions 1 to 4, of which 1, 2 and 4 were in service. After
# `undo_promotion(drill, "bora-pd", ...)` the champion is 2 and 4 is withdrawn; once more, on the bytes that came back,
# it is 1.


# %%
def look(client, model):
    """The champion, the history, and the tags of each version that exists; versions are strings."""
    registered = client.get_registered_model(model)
    versions = client.search_model_versions(f"name='{model}'")
    tags = {str(one.version): one.tags for one in versions}
    return str(registered.aliases["champion"]), json.loads(registered.tags["history"]), tags


drill = make_registry(4, ["1", "2", "4"])
print(json.dumps(registry_content(drill), indent=1))

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Play the example on paper, twice. After the first time the history has four entries; what does each say, and which of
# them lead you wrong?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Read first: champion, history, versions with their tags. Decide where to, and raise if you must. Only then change
# anything.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `client, path = open_registry(database)`, then `champion, history, tags = look(client, model)`. Possible are
# `[entry["to"] for entry in history if ...]`. The setters are `set_model_version_tag`, `set_registered_model_alias` and
# `set_registered_model_tag`, whose text is `json.dumps(...)`.
#
# </details>


# %% answer:3.4 names="undo_promotion"
def undo_promotion(database, model, by, why, at):
    """Roll back to the last version that was in service and is still good, and write down that it was done."""
    ### BEGIN SOLUTION
    client, path = open_registry(database)
    champion, history, tags = look(client, model)
    good = {one for one in tags if "withdrawn" not in tags[one]} - {champion}
    targets = [entry["to"] for entry in history if entry["to"] in good]
    if not targets:
        raise ValueError("there is no version to go back to")
    history.append({"from": champion, "to": targets[-1], "by": by, "why": why, "at": at})
    client.set_model_version_tag(model, champion, "withdrawn", why)
    client.set_registered_model_alias(model, "champion", targets[-1])
    client.set_registered_model_tag(model, "history", json.dumps(history))
    return {"from": champion, "to": targets[-1], "database": registry_bytes(path)}
    ### END SOLUTION


# %% check:3.4 points=1.5
result = undo_promotion(drill, "bora-pd", "Ana", "nobody is granted a loan", "2024-04-02")
result = checks.fields(result, "What undo_promotion returns", ["from", "to", "database"])
assert type(result["database"]) is bytes, "database should be bytes: what registry_bytes gives."
checks.same(result["from"], "4", "from", "The version that was in service before, as a string.")
checks.same(result["to"], "2", "to", "Read the history from its end; a version as a string. Was it ever in service?")
try:
    content = registry_content(result["database"])
    after = content["bora-pd"]
except (sqlite3.Error, LookupError):
    raise AssertionError("The database that came back is not a registry with that model any more.") from None
assert after["aliases"].get("champion") == result["to"], "In the registry itself, champion points elsewhere."
try:
    history = json.loads(after["tags"]["history"])
except (ValueError, LookupError):
    raise AssertionError("The tag history of the model is gone, or no JSON any more.") from None
assert type(history) is list, "The tag history should still be a list."
assert len(history) == 4, f"The history has {len(history)} entries: it should keep the old ones and get one more."
last = {"from": "4", "to": "2", "by": "Ana", "why": "nobody is granted a loan", "at": "2024-04-02"}
checks.same(history[-1], last, "The last entry of the history", "Five fields, from the arguments and the move.")
kept = sorted(after["versions"])
checks.same(kept, ["1", "2", "3", "4"], "The list of versions", "A roll-back deletes nothing: auditors want to see it.")
tags = after["versions"]["4"]
checks.same(tags, {"withdrawn": "nobody is granted a loan"}, "The tags of the old champion", "See the statement.")
try:
    second = undo_promotion(result["database"], "bora-pd", "Ben", "a wrong unit", "2024-04-03")
except Exception as error:
    raise AssertionError(f"Done a second time it gives up: {type(error).__name__}: {error}") from None
second = checks.fields(second, "What it returns the second time", ["from", "to", "database"])
checks.same(second["to"], "1", "to, done a second time", "Version 4 was withdrawn a moment ago.")

# %% hidden:3.4 points=1.5
stories = {
    "bora-pd": (["5", "3", "6"], {"3": ""}, (), "5", "a version is withdrawn, with an empty text"),
    "bora-pd-2": (["1", "3", "2", "6"], {}, (), "2", "nothing is withdrawn or deleted"),
    "bora-pd-3": (["2", "4", "5", "6"], {"4": "audit"}, ("5",), "2", "one version is withdrawn and one deleted"),
    "bora-pd-4": (["1", "2", "1"], {}, (), "2", "the champion of now was champion before"),
    "bora-pd-5": (
        ["1", "3", "4", "3", "4"],
        {"2": "", "3": "no", "4": "yes"},
        (),
        "1",
        "the champion is withdrawn, too",
    ),
}
given = None
for number, (model, (moves, withdrawn, deleted, _, _)) in enumerate(stories.items()):
    dates = [["2024-05-05"] * 9, ["2024-09-09", "2024-07-07", "", "2024-08-08", "2024-01-01"]][number % 2]
    given = make_registry(4 if number == 3 else 6, moves, withdrawn, deleted, model, given, dates)
for number, (model, (moves, _, _, to, story)) in enumerate(stories.items()):
    by, why, at = ("release team", " a drill ", "") if number % 2 else ("Eva", "drill", "2023-01-07")
    goal = registry_content(given)
    old = goal[model]["tags"].pop("history")
    goal[model]["aliases"]["champion"] = to
    goal[model]["versions"][moves[-1]]["withdrawn"] = why
    try:
        result = undo_promotion(given, model, by, why, at)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(f"undo_promotion gives up with {type(error).__name__} ({story}).") from None
    result = checks.fields(result, "What undo_promotion returns", ["from", "to", "database"])
    assert type(result["database"]) is bytes, "database should be bytes: what registry_bytes gives."
    checks.same(result["from"], moves[-1], f"from ({story})", "The version in service.")
    hint = "It was in service, is not now, exists in this model, and is not withdrawn there; the list's order counts."
    checks.same(result["to"], to, f"to ({story})", hint)
    try:
        after = registry_content(result["database"])
        history = json.loads(after[model]["tags"].pop("history"))
    except (sqlite3.Error, LookupError, ValueError):
        raise AssertionError("The database that came back is no registry with that model and its history.") from None
    assert after[model]["aliases"].get("champion") == to, f"In the registry champion points elsewhere ({story})."
    entry = {"from": moves[-1], "to": to, "by": by, "why": why, "at": at}
    hint = "Old entries stay first as they were; one more, with by, why and at just as they came."
    checks.same(history, [*json.loads(old), entry], f"The history ({story})", hint)
    marked = after[model]["versions"].get(moves[-1], {}).get("withdrawn")
    checks.same(marked, why, f"The tag withdrawn of the old champion ({story})", "It says why, just as it came.")
    hint = "All else stays as it is: other tags, other aliases, all versions, other models."
    checks.same(after, goal, f"The rest of the registry ({story})", hint)

# %% hidden:3.4-edges points=1
registry = make_registry(1, ["1"], model="bora-fraud", beside=make_registry(5, ["1", "2", "3"]))
client, path = open_registry(registry)
client.set_registered_model_alias("bora-pd", "challenger", "4")
client.set_registered_model_tag("bora-pd", "owner", "credit risk")
client.set_model_version_tag("bora-pd", "3", "auc", "0.75")
client.set_model_version_tag("bora-pd", "2", "not_withdrawn", "checked twice")
client.update_registered_model("bora-pd", description="The PD model of the nightly run.")
given = registry_bytes(path)
goal = registry_content(given)
goal["bora-pd"]["aliases"]["champion"] = "2"
goal["bora-pd"]["versions"]["3"]["withdrawn"] = "drill"
del goal["bora-pd"]["tags"]["history"]
try:
    result = undo_promotion(given, "bora-pd", "Eva", "drill", "2025-01-07")
except NotImplementedError:
    raise
except Exception as error:
    raise AssertionError(
        f"undo_promotion gives up with {type(error).__name__}, though there is a version to go back to. "
        "Only the tag `withdrawn` keeps a version out; other tags say other things."
    ) from None
result = checks.fields(result, "What undo_promotion returns", ["from", "to", "database"])
checks.same(result["to"], "2", "to, among versions with other tags", "Only the tag `withdrawn` keeps a version out.")
assert type(result["database"]) is bytes, "database should be bytes: what registry_bytes gives."
try:
    after = registry_content(result["database"])
    del after["bora-pd"]["tags"]["history"]
except (sqlite3.Error, LookupError):
    raise AssertionError("The database that came back is no registry with that model and its history.") from None
checks.same(after["bora-pd"]["aliases"], goal["bora-pd"]["aliases"], "The aliases", "One alias moves, and no other.")
checks.same(after["bora-pd"]["tags"], goal["bora-pd"]["tags"], "The tags of the model", "Other tags stay, none is new.")
described = after["bora-pd"]["description"]
checks.same(described, goal["bora-pd"]["description"], "The description of the model", "All else stays as it is.")
tags, hint = after["bora-pd"]["versions"], "Other tags stay, and one version gets a new one."
checks.same(tags, goal["bora-pd"]["versions"], "The tags of the versions", hint)
checks.same(after, goal, "What the registry says of the other model", "Another model was touched.")
cases = {
    "bora-a": (["2"], {}, (), "A first release without anything before it"),
    "bora-c": (["1", "2"], {}, ("1",), "A history whose other version was deleted"),
    "bora-d": (["1", "3"], {"1": ""}, (), "A history whose other version was withdrawn"),
}
for model, (moves, withdrawn, deleted, _) in cases.items():
    given = make_registry(3, moves, withdrawn, deleted, model, given)
for model, (_, _, _, what) in cases.items():
    checks.raises(ValueError, lambda model=model: undo_promotion(given, model, "Eva", "x", "2025"), what)

# %% [markdown]
# ## Exercise 3.5: the handoff note (4 points, 22 min)
#
# On Monday a stranger takes over Bora's model. This is what can be found today:
#
# > **chat**, data science: *retrained as discussed, new champion is up, looks good (0.76!!)*
# >
# > **chat**, data engineering: *fyi brokers still send income per month, I multiply by 12 in my script on the laptop*
# >
# > **mail**, ML engineering: *run 8f3a, seed 3, loans granted Jan to June 2023; AUC 0.7606 and 300,221 EUR per 1,000 on
# > everybody who applied Jul to Dec 2023; config.json and fingerprint are in the run*
# >
# > **sticky note**, operations: *usual share granted 60 to 85 %; champion = version 7; if bad go back to 4 (5 and 6
# > were tests!)*
# >
# > **ticket**, collections: *we call everybody with PD > 0.3, please do not change that scale again*
#
# Write the note, 120 to 200 words under four headings: *The number*, *The data*, *Going back*, *Readers and gaps*. With
# it alone the stranger reruns the training, checks a delivery and rolls back. Invent nothing: write "not known: ...,
# ask (role)".
#
# **Rubric**, half points are possible:
#
# 1. **The number** (1 point): run, seed, training data, where config and fingerprint are; AUC and euros, on which rows.
# 2. **The data** (1 point): the brokers' unit and where it is repaired; why that is a risk, and what to check.
# 3. **Going back** (1 point): the sign that something is wrong; back to which version, and why not to 6.
# 4. **Readers and gaps** (1 point): who else reads the PDs, and needs what; two facts marked as not known, with the
#    role to ask.
#
# Half a point each is lost by a sentence that only works for people who were there ("as discussed"), and by a fact or
# a link that no source gives: that a version is the model of a run, say.

# %% [markdown] written:3.5 points=4
# **The number.** In service: version 7 (alias `champion`). Run 8f3a: seed 3, loans granted from January to June 2023;
# config.json and the data's fingerprint are in the run. On everybody who applied from July to December 2023: AUC 0.7606
# and 300,221 EUR per 1,000 applications. Rerun it in a new process and compare to the fourth decimal; if the
# fingerprint differs, the data do. The "0.76" in the chat names no rows.
#
# **The data.** Brokers send income per month; a script on a data engineer's laptop multiplies it by 12. When person or
# laptop is away, monthly incomes reach the model and nothing fails. So before use compare the brokers' median with that
# of the other channels.
#
# **Going back.** Usual share granted: 60 to 85 %. Outside it, move `champion` to version **4**; 5 and 6 were tests,
# never in service. Write down from, to, who, why; then measure the share again.
#
# **Readers and gaps.** Collections calls everybody with a PD above 0.3: ask them before any change of scale. Not known:
# whether version 7 is run 8f3a, ask ML engineering. Not known: how long outside is too long, ask operations.
