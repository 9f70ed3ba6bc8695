# %% [markdown]
# Answers of ours stand under the bets: before you start, *Edit > Clear Outputs of All Cells*. Then run the next cell;
# it imports what this lesson uses.

# %% setup
import json
import os
import pickle
import runpy
import shutil
import subprocess
import sys
from copy import deepcopy
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import requests
from IPython.display import display
from mlflow.models import infer_signature
from sklearn.metrics import roc_auc_score

from bora import bets, census, checks, incidents, money, style, tracking
from bora.command import Command, free_port
from bora.figures import lab03
from bora.refusals import first_breach
from bora.world import simulate

os.chdir(os.environ.setdefault("LAB_FOLDER", str(Path.cwd())))  # the notebook's folder, also if run again
style.use()
pd.set_option("display.width", 120, "display.max_columns", 12, "display.max_colwidth", 90)
worlds = pd.read_csv("../data/handoffs/relay.csv")
store = tracking.private_store("bora-handoffs")  # an MLflow store that vanishes with this notebook
laptop, server = store.folder / "laptop", store.folder / "server"
laptop.mkdir()
server.mkdir()
os.chdir(laptop)  # you will write files: here, on the data scientist's laptop
sys.path.insert(0, "")

# %% [markdown] teacher
# **The one thing to get across:** nobody in this lab makes a silly mistake. Each of the four receivers does something
# sensible with what was written down, and each time the number falls. If the class starts to look for the culprit,
# ask what the mail said.
#
# **Timing.** 75 minutes with all bets, actions and the quiz; a class that has never seen pandera or MLflow takes ten
# more, or two sittings (sections 1 to 4, and 5 to 8). To shorten: tell section 2 with its figure, or leave out one
# exhibit of section 8. Never skip the second bet of section 4 (the
# salted hash) and the try-it of section 5 (the same AUC to four decimals, and the money gone): these two are what
# students retell.
#
# **As a game.** Before the lesson, four groups play the relay on paper: group 1 describes a small table to group 2 in
# five lines, and so on; each group sees only the five lines. Then compare with section 7.
#
# **What goes wrong.** People change a file and forget to run its cell. MLflow's server needs ten seconds to start, and
# much longer under an eager virus scanner. "A clean process" means a new process in an empty folder here, and the text
# says so; a class with Docker at hand can go one step further with the requirements file of section 5.
#
# **What to ask.** After section 2: who owns the other 99 % in your company? After section 3: who in your project
# could refuse a table, and by which rule? After section 4: which number of your last report could you get again
# today? After section 6: what would your team roll back *to*? After section 7: why does the contract that saves
# most not bring a single new model into service?
#
# **Five questions for a talk about the learner's own work.** (1) Which clause of your contract refuses a sound
# delivery, and how often? (2) What does your rerun in 3.2 take from the record, and what from your machine? (3) What
# lay outside of your parcel the first time? (4) After your undo: who is served by what, and how do you know? (5) Which
# line of your note would the person at night read first?

# %% [markdown]
# ## 1. Why is AI so hard to adopt? (8 min)
#
# The lecture names five obstacles: (1) manual work and no standards; (2) handoffs; (3) integration gaps; (4)
# deployment, scaling and versioning; (5) weak change management and governance. Lists convince nobody. Here each
# one breaks, and the second four times.
#
# We are at Bora, an invented lender; its data are simulated. A data scientist has a model for the probability of
# default (PD), a file on her laptop:

# %%
# %%writefile scoring.py
import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler


def add_features(rows, log=np.log):
    owed = rows["instalments"] + rows["amount"] / rows["term"]
    return rows.assign(burden=12 * owed / rows["income"], log_savings=log(rows["savings"]))


def new_model(**options):
    columns = make_column_transformer(
        (StandardScaler(), ["burden", "log_savings", "late_payments", "age"]),
        (OneHotEncoder(handle_unknown="ignore"), ["employment", "purpose"]),
    )
    return make_pipeline(FunctionTransformer(add_features), columns, LogisticRegression(**options))


# %% [markdown]
# (May a lender use `age`? That is a legal question; lab 08 takes it up.) It learns from the loans granted from January
# to June 2023. The **exam** is everybody who applied from July to December, with outcomes that only a simulator knows:
# also those of the refused.

# %%
from scoring import new_model

world = simulate(months=12)
outcomes = world.outcomes.drop(columns=["month", "known_month"])
everyone = world.applications.merge(outcomes, on="application_id")
first_half = everyone["month"] <= "2023-06"
loans = everyone[first_half & (everyone["accepted"] == 1)].astype({"default": int})
# the simulator's truth has a row for each application, in the same order
exam = everyone[~first_half].assign(default=world.truth["default"]).reset_index(drop=True)
model = new_model().fit(loans, loans["default"])

# %% [markdown]
# **Obstacle 1: manual work, no standards.** Four colleagues get model, data and one line: "please send me its AUC".
# (AUC is the chance that somebody who defaults gets a higher PD than somebody who pays back; a coin gives one half.)
# Each works with care, in a notebook of their own.
#
# **Bet:** how far apart are the lowest and the highest AUC?

# %%
bet_apart = ...  # for example 0.02


# %%
def auc(rows, answers):
    return round(roc_auc_score(rows["default"].astype(int), answers), 4)


# %% compare
granted = exam[exam["accepted"] == 1]
four = {
    "on the loans that it learned from": auc(loans, model.predict_proba(loans)[:, 1]),
    "on the loans granted from July on": auc(granted, model.predict_proba(granted)[:, 1]),
    "on everybody who applied from July on": auc(exam, model.predict_proba(exam)[:, 1]),
    "the same, of its yes or no": auc(exam, model.predict(exam)),
}
display(pd.Series(four).to_frame("AUC"))
bets.settle(bet_apart, round(max(four.values()) - min(four.values()), 2), within=0.03)

# %% [markdown]
# Nobody made a mistake. Of the loans granted from July on the clear cases are missing, and the rest is harder to order.
# (Her own loans were granted, too. That they come near everybody is luck of this world: in eight others both granted
# groups lie lower.) A yes or no throws the order within each group away. A metric without *on which rows, of which
# output* is a rumour. So our standard is a file that everybody runs: **the number**, AUC and euros, both on the exam.
# Bora grants below a PD of 0.15 (given), its break-even.

# %%
# %%writefile metric.py
from sklearn.metrics import roc_auc_score

from bora.money import BREAK_EVEN, eur_per_1000


def number(exam, pds):
    """AUC, and EUR per 1,000 applications where PDs below the break-even are granted."""
    euros = eur_per_1000(exam["amount"], exam["default"], pds < BREAK_EVEN)
    return round(roc_auc_score(exam["default"], pds), 4), round(euros)


# %% compare
from metric import number

reference = number(exam, model.predict_proba(exam)[:, 1])
print("on her laptop:", reference)
print("no model at all, grant everybody:", number(exam, np.zeros(len(exam))))

# %% [markdown]
# The model is worth the difference, and what falls below the second line is worse than no model.
#
# ## 2. How much of a running system is the model? (4 min)
#
# The lecture's slide *Building ML-based system* shows the model as one part of many. In labs 05 and 06 such a
# system runs for real: replicas, a balancer, a dashboard, a loop that retrains, records. Its code is installed, so
# we count (no blank lines, comments, docstrings; scikit-learn and MLflow come on top). **Bet:** how many per cent
# of the lines are the model, its features included?

# %%
bet_share = ...  # per cent

# %% compare
parts = census.count(["flight.features", "flight.inputs", "flight._blank_model"])
display(parts)
bets.settle(bet_share, round(100 * parts["model"].sum() / parts["lines"].sum(), 1), within=2)

# %%
lab03.shares(parts)

# %% [markdown]
# The figure shows the lines of the system as areas, one column for each thing that it does, and the model as a black
# box. The paper on hidden technical debt draws the same (source: Sculley and others, NIPS 2015, read second-hand).
#
# All other lines have other owners. So a model must be *handed over*, four times:
#
# | | from | to | what is passed on |
# |---|---|---|---|
# | 1 | data engineering | data science | data pipeline, cleaned tables, features |
# | 2 | data science | ML engineering | model code, training scripts, metrics |
# | 3 | data science | IT / DevOps | the model artifact, dependencies, configuration |
# | 4 | ML engineering | production operations | deployment, dashboards, roll-back |
#
# We play a **relay**: each receiver gets what the one before hands over, and a friendly mail. See what the mail
# makes of the number, and a *contract* that brings it back.
#
# ## 3. Handoff 1: what does the table not say? (12 min)
#
# > From: data engineering. To: data science. *Hi, as discussed: all applications of the first half of 2023, cleaned, no
# > missing values. Have fun!*
#
# The brokers' system keeps the income of a month, all others that of a year; the export writes 0 where a field is
# empty. Both are normal. Neither is in the mail.

# %% compare
in_months = incidents.UnitChange(start="2023-01", end="2023-06")
monthly = simulate(months=6, incidents=[in_months]).applications["income"]
delivered = everyone[first_half].assign(income=monthly, default=everyone["default"].fillna(0).astype(int))
display(delivered[["channel", "age", "income", "savings", "accepted", "default"]].head(4))
print("missing values:", delivered.isna().to_numpy().sum())

# %% [markdown]
# **Bet:** the data scientist trains on this table, without an error or a warning. What becomes of her 300,221 EUR?

# %%
bet_table = ...  # thousand EUR

# %% compare
relay = {"her laptop": reference[1]}
from_delivered = new_model().fit(delivered, delivered["default"])
after_1 = number(exam, from_delivered.predict_proba(exam)[:, 1])
relay["handoff 1"] = after_1[1]
print(after_1)
bets.settle(bet_table, round(after_1[1] / 1000), within=20)

# %%
lab03.incomes(delivered)

# %% [markdown]
# The figure shows the incomes of the table as two hills that overlap a little: branch and web in the tens of thousands,
# the brokers, hatched, about a tenth of that. The other fault shows in no histogram: people who were *refused* never
# got the chance to default, and their 0 says that they paid back. So the model learns that the worst applicants are
# good ones.
#
# A **data contract** says what both sides may rely on, so that a program can check it, *before* a table is sent.
# Ours is a file, in the words of `pandera`:

# %%
# %%writefile contract.py
import pandera.pandas as pa


def known_if_accepted(table):
    return table["default"].notna() == (table["accepted"] == 1)


APPLICATIONS = pa.DataFrameSchema(
    {
        "age": pa.Column(checks=pa.Check.in_range(18, 100)),
        "income": pa.Column(checks=pa.Check.in_range(0, 500_000)),  # EUR a year
        "employment": pa.Column(),
        "default": pa.Column(nullable=True),
    },
    checks=[],  # of the whole table: pa.Check(a function that takes the table)
)


# %% [markdown]
# **Do it:** as it stands it lets everything pass. Make it refuse both faults, and nothing that is sound. Change the
# file, run its cell, run the next two.


# %%
def why_refused(table):
    """The first clause of contract.py, as it stands in the file, that a table breaks; "" where it keeps all."""
    return first_breach(runpy.run_path("contract.py")["APPLICATIONS"], table)


young = simulate(seed=2, months=1, incidents=[incidents.Campaign(start="2023-01")])
youth = young.applications.merge(young.outcomes.drop(columns="month"), on="application_id")

# %% try:3.1
sent_again = everyone[first_half]  # the producer mends both faults
tables = {
    "the delivery": delivered,
    "its incomes only": sent_again.assign(income=monthly),
    "its zeros only": sent_again.assign(default=delivered["default"]),
    "sent again": sent_again,
    "a campaign for young people, in another world": youth,
}
refused = {name: why_refused(table) for name, table in tables.items()}
display(pd.Series(refused).to_frame("refused, because"))

checks.try_it(
    list(refused.values()),
    lambda reasons: all(reasons[:3]) and not any(reasons[3:]),
    "Both faults are stopped where they arise, and other people are no fault.",
    "the first three tables should be refused, the last two should not; the table above says why one is.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Each fault needs one place: a lower limit, and the list of checks of the whole table.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# The figure shows the sound incomes of *these* people; others may earn less, so leave room below the lowest that you
# see. It need not catch each monthly income: one row stops a table. The function that knows when `default` may be
# missing is there; nobody calls it yet.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `pa.Check.in_range(4_000, ...)` and `checks=[pa.Check(known_if_accepted)]`
#
# </details>
#
# The second delivery holds what she learned from in section 1, row for row:

# %% compare
known = sent_again.dropna(subset=["default"]).astype({"default": int})
print("under contract:", number(exam, new_model().fit(known, known["default"]).predict_proba(exam)[:, 1]))

# %% [markdown]
# The number is back, without statistics, a drift limit or a second model.
#
# ## 4. Handoff 2: can anybody get this metric again? (12 min)
#
# > From: data science. To: ML engineering. *Logistic regression on burden, log savings, late payments, age,
# > employment, purpose. AUC on the exam: 0.7606. You will like it!*
#
# The ML engineer has a template. Defaults are rare, so it weighs both classes equally (`class_weight="balanced"`), as
# templates do. He trains on the sound loans and compares his AUC with the mail's: the same to two decimals. **Bet:**
# and the euros?

# %%
bet_template = ...  # thousand EUR

# %% compare
templated = new_model(class_weight="balanced").fit(loans, loans["default"])
his = templated.predict_proba(exam)[:, 1]
print("hers:", reference, " his:", number(exam, his), f" he grants {(his < money.BREAK_EVEN).mean():.0%}")
bets.settle(bet_template, round(number(exam, his)[1] / 1000), within=20)

# %% compare
in_relay = new_model(class_weight="balanced").fit(delivered, delivered["default"])
relay["handoff 2"] = number(exam, in_relay.predict_proba(exam)[:, 1])[1]
print("in the relay, on the table of handoff 1:", relay["handoff 2"], "EUR")

# %% [markdown]
# AUC looks at the *order* only. Equal weights leave it nearly alone and lift every PD, so the same cut refuses most
# people. The metric in the mail was right, and it did not say enough.
#
# So she sends her script. It holds out three loans of ten, and she is proud of one detail: no random numbers, the
# split uses the `hash` of the application's id. Twice in her notebook, it gave the same AUC twice.

# %%
# %%writefile train.py
import pandas as pd
from scoring import new_model
from sklearn.metrics import roc_auc_score

loans = pd.read_csv("loans.csv")
held_out = loans["application_id"].map(hash) % 10 >= 7
model = new_model().fit(loans[~held_out], loans.loc[~held_out, "default"])
pds = model.predict_proba(loans[held_out])[:, 1]
print(roc_auc_score(loans.loc[held_out, "default"], pds))


# %% [markdown]
# **Bet:** the engineer runs it twice, on the same machine and data, in two new processes. To how many decimals do the
# AUCs agree? (One more or less wins.)

# %%
bet_decimals = ...  # a number from 0 to 16

# %%
loans.to_csv("loans.csv", index=False)
exam.to_csv("exam.csv", index=False)


def run(script, salt, folder="."):
    """What a script prints, run in a new process; `salt` stands for the chance in it, so that you see what we saw."""
    settings = os.environ | {"PYTHONHASHSEED": salt}
    done = subprocess.run([sys.executable, script], cwd=folder, env=settings, capture_output=True, text=True)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


# %% compare
first, second = float(run("train.py", "1")), float(run("train.py", "11"))
print(f"{first:.4f} {second:.4f}")
agreeing = sum(round(first, places) == round(second, places) for places in range(1, 17))
bets.settle(bet_decimals, agreeing, within=1)

# %% [markdown]
# Python salts the hash of a text anew in each process (source: Python's documentation of `object.__hash__`). Within
# one process, such as her notebook, it never changes. What finds such traps is to **run it again in another process,
# before the handoff**.
#
# **Do it:** repair `train.py`, run its cell and this one. Every process should hold out the same three loans of ten
# (`held_out`).

# %% try:3.2
repaired = ...  # write True when you have repaired the script

printed = [] if repaired is ... else [run("train.py", salt) for salt in ("1", "11")]
checks.try_it(
    repaired,
    lambda said: printed[0] == printed[1] and 0.27 < runpy.run_path("train.py")["held_out"].mean() < 0.33,
    "The same rows, for ever, on every machine.",
    f"two AUCs that agree, on three loans of ten, are asked; the two processes print or stop with {printed}.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Which kinds of chance can be written down?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A seed: `np.random.default_rng(3)`. Or a hash without salt: `zlib.crc32` of the id's bytes.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `import zlib`, then `.map(lambda name: zlib.crc32(name.encode())) % 10 >= 7`
#
# </details>
#
# The contract of this handoff is a **record**: a script, a *config* with everything that can be chosen, a *fingerprint*
# of each table (a hash that changes when one character does), and the metric with its recipe.

# %%
# %%writefile retrain.py
import json
from hashlib import sha256
from pathlib import Path

import pandas as pd
from metric import number
from scoring import new_model

config = json.loads(Path("config.json").read_text())
for table, fingerprint in config["tables"].items():
    assert sha256(Path(table).read_bytes()).hexdigest() == fingerprint, f"{table} is not that of the record"
loans, exam = pd.read_csv("loans.csv"), pd.read_csv("exam.csv")
model = new_model(**config["model"]).fit(loans, loans["default"])
print(number(exam, model.predict_proba(exam)[:, 1]))

# %% [markdown]
# We keep all of it with **MLflow**, where each *run* has an id, parameters, metrics and files.

# %%
fingerprints = {name: sha256(Path(name).read_bytes()).hexdigest() for name in ("loans.csv", "exam.csv")}
config = {"model": {"C": 1.0, "class_weight": None}, "tables": fingerprints}
Path("config.json").write_text(json.dumps(config, indent=2))
with mlflow.start_run(run_name="the record") as record:
    mlflow.log_params(config["model"])
    mlflow.log_metrics({"auc": reference[0], "eur_per_1000": reference[1]})
    for file in ("retrain.py", "scoring.py", "metric.py", "config.json", *fingerprints):
        mlflow.log_artifact(file, "handoff")

# %% [markdown]
# The engineer takes the record by its id, to another folder, and runs it in a process of his own:

# %% compare
taken = mlflow.artifacts.download_artifacts(run_id=record.info.run_id, artifact_path="handoff")
print("from the record:", run("retrain.py", "4", folder=taken))

# %% [markdown]
# The same number, to the fourth decimal of the AUC. (The last digits of a sum depend on threads, library and
# processor: nobody can promise all sixteen.)
#
# ## 5. Handoff 3: does the model run without its maker? (12 min)
#
# > From: data science. To: IT. *The model is attached (model.pkl). Cheers!*
#
# IT opens it in an empty folder on its server, where her files have never been:

# %% compare
(server / "model.pkl").write_bytes(pickle.dumps(model))
opening = [sys.executable, "-I", "-c", "import pickle; pickle.load(open('model.pkl', 'rb'))"]
opened = subprocess.run(opening, cwd=server, capture_output=True, text=True)
print(opened.stderr.strip().splitlines()[-1])

# %% [markdown]
# A pickle holds a model's numbers, but of its functions only the *names*. (Worse: opened, it may run *any* code;
# lab 08 shows one.) A loud failure, the better kind.
#
# IT is helpful and builds the features itself, in the database, after the mail of handoff 2: "log savings". In
# PostgreSQL, `log(x)` is the logarithm to base *ten* (source: PostgreSQL's manual, mathematical functions, read
# second-hand); numpy's is the natural one. `add_features` takes its logarithm as an argument, `log`: in a copy of the
# fitted model we put IT's in its place.

# %%
its_features = {"functiontransformer__kw_args": {"log": np.log10}}  # the step's name, two underscores, its setting
by_it = deepcopy(model).set_params(**its_features)
in_service = deepcopy(in_relay).set_params(**its_features)

# %% compare
print("her model, IT's features:", number(exam, by_it.predict_proba(exam)[:, 1]))
relay["handoff 3"] = number(exam, in_service.predict_proba(exam)[:, 1])[1]
print("in the relay:", relay["handoff 3"], "EUR: nobody gets a loan any more")

# %% [markdown]
# The contract is an **artifact that carries everything**: the model with its features as code, a *signature* (names and
# types of what goes in), an *example*, and packages with *versions*. MLflow keeps them in one folder. (Its format is
# skops, which opens only types that it knows or that we allow by name.)
#
# **Do it:** a signature names what must be sent, and no more. Which columns of the exam does `scoring.py` read? Look
# into the file, and write them down.

# %% try:3.3
needed = ...  # a list of names

checks.try_it(
    needed,
    lambda names: checks.seal(set(names)) == "5a0de658",
    "These, and no application needs more.",
    "nine are asked; follow both functions of the file.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Two of the model's inputs are no columns of the exam.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# What `add_features` reads, and what `new_model` takes that is not made there.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `["instalments", "amount", "term", "income", "savings", ...]`; four more stand in `new_model`.
#
# </details>

# %%
RAW = ["age", "income", "savings", "amount", "term", "instalments", "late_payments", "employment", "purpose"]
plain = exam[RAW].astype(dict.fromkeys(RAW[:7], float))  # as a service sends them: all numbers are floats
package = {
    "signature": infer_signature(plain, model.predict_proba(plain)),
    "pip_requirements": [f"{name}=={version(name)}" for name in ("mlflow", "scikit-learn", "pandas", "skops")],
    "code_paths": ["scoring.py"],
    "pyfunc_predict_fn": "predict_proba",
    "skops_trusted_types": ["scoring.add_features"],
}
shutil.rmtree(server / "model", ignore_errors=True)  # should you run this cell again
mlflow.sklearn.save_model(model, server / "model", input_example=plain.head(2), **package)
print(*sorted(path.name for path in (server / "model").iterdir()), sep="\n")

# %% [markdown]
# IT starts it in its own folder with one command, as in a terminal. (`local`:
# with the packages that are here. Otherwise MLflow builds an environment from `requirements.txt`, which needs the
# network.)

# %%
port = str(free_port())
serve = ["mlflow", "models", "serve", "--model-uri", "model", "--port", port, "--env-manager", "local"]
service = Command(serve, folder=server)  # runs until this notebook ends
service.wait(f"http://127.0.0.1:{port}/health")


# %%
def ask(rows):
    """The service's reply to some applications."""
    body = {"dataframe_split": rows.to_dict(orient="split")}
    return requests.post(f"http://127.0.0.1:{port}/invocations", json=body, timeout=60)


def pds_of(reply):
    return np.array(reply.json()["predictions"])[:, 1]


# %% compare
served = pds_of(ask(plain))
print("from IT's server:", number(exam, served))

# %% [markdown]
# The number is back, from a process that has never seen her folder. (It is not a new machine: Python and packages
# are the same. A container would be the next step.)
#
# Now the **signature** at work. **Bet:** which of these five requests does the service refuse?

# %%
some = plain.head(200)
faulty = {
    "columns in another order": some[sorted(RAW)],
    "savings left out": some.drop(columns="savings"),
    "income says 'unknown'": some.assign(income="unknown"),
    "an unknown purpose": some.assign(purpose="boat"),
    "savings in thousands": some.assign(savings=some["savings"] / 1000),
}
bet_refused = ...  # a set of their names

# %% compare
replies = {name: ask(rows) for name, rows in faulty.items()}
seen = pd.DataFrame({"status": {name: reply.status_code for name, reply in replies.items()}})
seen["PDs right"] = [reply.ok and np.allclose(pds_of(reply), served[:200]) for reply in replies.values()]
display(seen)
bets.settle(bet_refused, {name for name, reply in replies.items() if not reply.ok})

# %% [markdown]
# The signature takes care of names and types. What it cannot see is *meaning*: an unknown word and another unit are
# answered with 200, OK.
#
# **Bet:** what is the *AUC* of the whole exam, with savings in thousands? Then try it: ask the service, and take the
# number.

# %%
bet_auc = ...  # for example 0.55

# %% try:3.4
wrong_unit = ...  # the pair that `number` returns

checks.try_it(
    wrong_unit,
    lambda pair: isinstance(pair, tuple) and pair[0] == reference[0] and pair[1] < 10_000,
    "The same AUC to the fourth decimal, and the money gone (print it).",
    "give the pair of `number`: are all 6,955 rows of the exam in, with savings divided by 1,000?",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# `plain` holds the whole exam; the last of the five requests shows how the unit is changed.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Assign, ask, take the PDs of the reply, and give them to `number` together with the exam.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `number(exam, pds_of(ask(plain.assign(savings=...))))`
#
# </details>

# %% compare
bets.settle(bet_auc, reference[0], within=0.0005)

# %% [markdown]
# Another unit takes the same from everybody's score, so the order stays. Base ten shrank the savings among the other
# inputs, and so it changed the order, too.
#
# ## 6. Handoff 4: roll back, but to what? (8 min)
#
# > From: ML engineering. To: operations. *Version 3 goes live on Thursday. If anything is wrong, roll back to the
# > previous version.*
#
# The **registry** is MLflow's catalogue: a model has numbered versions, and production serves whatever the alias
# `champion` points at. Three versions are there: 1, the sound model, in service for months; 2, an experiment of
# marketing that predicts the probability of *paying back*, never meant for service; 3, what came out of the relay.

# %%
backwards = new_model().fit(loans, 1 - loans["default"])
for one in (model, backwards, in_service):
    mlflow.sklearn.log_model(one, name="pd", registered_model_name="bora-pd", **package)
pds = {one: mlflow.pyfunc.load_model(f"models:/bora-pd/{one}").predict(plain)[:, 1] for one in "123"}

# %% [markdown]
# What operations does with them is a file, too, the **runbook**:

# %%
# %%writefile runbook.py
import json

import mlflow

client, NAME = mlflow.MlflowClient(), "bora-pd"


def history():
    return json.loads(client.get_registered_model(NAME).tags.get("history", "[]"))


def champion():
    return str(client.get_registered_model(NAME).aliases.get("champion", "none"))


def move(to, who, why):
    entry = {"from": champion(), "to": to, "who": who, "why": why}
    client.set_registered_model_alias(NAME, "champion", to)
    client.set_registered_model_tag(NAME, "history", json.dumps([*history(), entry]))


# %%
# %%writefile -a runbook.py


def step_back(who, why):
    move(str(int(champion()) - 1), who, why)


# %% [markdown]
# On Thursday version 3 goes live. On Friday nobody gets a loan, where 60 to 85 % is usual (given), and the engineer
# on call follows the runbook. **Bet:** what do the euros become?

# %%
bet_friday = ...  # thousand EUR


# %%
def drill():
    """January, Thursday and Friday, by the runbook as it stands in the file."""
    runbook = runpy.run_path("runbook.py")
    runbook["client"].delete_registered_model_alias("bora-pd", "champion")
    runbook["client"].set_registered_model_tag("bora-pd", "history", "[]")
    runbook["move"]("1", "risk board", "release of January")
    runbook["move"]("3", "ML engineering", "release of Thursday")
    runbook["step_back"]("on call", "nobody is granted a loan")
    return runbook["champion"](), runbook["history"]()


# %% compare
version_now, moves = drill()
relay["handoff 4"] = number(exam, pds[version_now])[1]
print("version", version_now, "serves:", number(exam, pds[version_now]))
bets.settle(bet_friday, round(relay["handoff 4"] / 1000), within=10)

# %% [markdown]
# Now Bora lends only to those whom the experiment thinks *unlikely to pay back*, and loses money on them. The engineer
# did nothing wrong: version numbers count registrations, not releases. But the registry kept a memory:

# %% compare
display(pd.DataFrame(moves))

# %% [markdown]
# **Do it:** repair `step_back` so that it reads that memory. Run its cell (which appends: the last one counts), then
# this one.

# %% try:3.5
repaired = ...  # write True when you have repaired the runbook

checks.try_it(
    repaired,
    lambda said: drill()[0] == "1" and [move["to"] for move in drill()[1]] == ["1", "3", "1"],
    "Back to what was in service before, and the way back is in the history, too.",
    "after Friday version 1 should serve, and the history should have three moves.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# An alias knows where it points, not where it pointed. Who does?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# The last entry of `history()` says *from* where the champion came.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `move(history()[-1]["from"], ...)`
#
# </details>

# %% compare
for one in ("3", "2", "1"):
    loans_given = (pds[one] < money.BREAK_EVEN).sum()
    print("version", one, f"grants {loans_given:,} of {len(exam):,}:", number(exam, pds[one]))

# %% [markdown]
# A roll-back is done when the share granted is in its usual range again, not when the alias has moved. So this range
# belongs to the handoff, too.
#
# ## 7. Where did the number go? (6 min)
#
# Four friendly mails, four sensible receivers. The relay was played in 60 other worlds as well, under every choice of
# contracts. First, what comes *into* operations: the number of the model that is **handed over**. **Bet:** only two of
# the contracts 1 (data), 2 (record) and 3 (artifact) can be paid. With which pair is it highest, in the median world?

# %%
bet_pair = ...  # "1+2", "1+3" or "2+3"

# %% compare
handed = worlds.pivot(index="world", columns="contracts", values="handed_over")
no_model = worlds.groupby("world")["no_model"].first()
found = (handed.median() / 1000).round().astype(int).to_frame("thousand EUR, median")
found["better than no model, of 60"] = handed.gt(no_model, axis=0).sum()
display(found.loc[list(lab03.CHOICES)])
bets.settle(bet_pair, handed[["1+2", "1+3", "2+3"]].median().idxmax())

# %%
lab03.relay(relay, worlds)

# %% [markdown]
# The figure shows thousand EUR: on the left the fall through four handoffs (ours in orange, 60 worlds in grey); on the
# right, a dot a world, what is handed over, and after Friday what production earns; dotted, no model at all in the
# median world (the table compares each world with its own). Three findings:
#
# - **One contract is not enough.** Each alone is worse than no model in all 60 worlds, so the first team that works
#   cleanly gets little praise. Of the pairs only 2+3 is better, in all 60: the faulty table costs a third, each other
#   fault nearly everything.
# - **The faulty roll-back does not ask what came.** With fewer than three contracts the share granted is unusual, in
#   all 60 worlds. The alarm rings, and version 2 serves: seven choices, the same dots, 2+3 among them.
# - **A roll-back that works saves everything at once**, whatever came: version 1 serves again. It needs a sound past
#   and somebody who notices. It brings no new model, and the days until then are not counted here.
#
# ## 8. And the other three obstacles? (8 min)
#
# Two exhibits, on the sound model that IT serves. Each breaks, and you mend it.
#
# **Obstacle 3: integration gaps.** The new application form writes `temp` where the old one wrote `temporary`. Nobody
# told the model's owners.

# %% compare
reply = ask(plain.replace("temporary", "temp"))
changed = ((pds_of(reply) < money.BREAK_EVEN) != (served < money.BREAK_EVEN)).sum()
print("status", reply.status_code, number(exam, pds_of(reply)), "|", changed, "people get another answer")

# %% [markdown]
# The service says OK, and the number hardly moves: two systems, each tested alone, do not fit. **Do it:**
# `contract.py` in section 3 knows `employment`, but not its four words: `salaried`, `self_employed`, `temporary`,
# `pensioner`. Write them into that file, run its cell there, then this one.

# %% try:3.6
reasons = [why_refused(sent_again.replace("temporary", "temp")), why_refused(sent_again)]

checks.try_it(
    reasons,
    lambda found: found[0] and not found[1],
    "The same file, run on both sides of the seam, before a release.",
    f"the new form should be refused, the old one should not; the reasons are now: {reasons}.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# A list of words is a check of a column, as a range is.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# `pa.Check.isin([...])`
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `"employment": pa.Column(checks=pa.Check.isin(["salaried", ...])),`
#
# </details>
#
# **Obstacle 4: deployment, scaling, versioning.** Two of the three you have seen: the parcel of section 5, and the
# roll-back that you mended in section 6. Scaling returns in lab 06, on infrastructure.
#
# **Obstacle 5: change management and governance.** Collections, another team, reads the PDs and calls everybody
# above 0.3 (given) before they pay late. Nobody knows that any more. Now the template of section 4 is to be
# released; its AUC is the same to two decimals.

# %% compare
print(f"on the list today: {(served > 0.3).mean():.0%}, with the template: {(his > 0.3).mean():.0%}")

# %% [markdown]
# The paper on technical debt calls such readers *undeclared consumers*. So declare them: each reader says in a file
# what it relies on, and no model is released that breaks it. **Do it:** write the clause of collections, which can
# make at most 15 calls in 100 applicants (given).


# %%
# %%writefile readers.py
def lending(pds):
    return 0.60 <= (pds < 0.15).mean() <= 0.85


def collections(pds):
    return True  # the calls that it can make


# %% try:3.7
readers = runpy.run_path("readers.py")
may_pass = [bool(readers["collections"](pds)) for pds in (served, np.append(served, [0.99] * 300), his)]

checks.try_it(
    may_pass,
    lambda passed: all(passed[:2]) and not passed[2],
    "Now the release asks collections, without a meeting.",
    f"today's PDs, and today's with 300 risky people more, should pass, the template's should not: {may_pass}.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# `lending` shows the form: a share of the PDs, and a limit.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Whom does collections call, and how many of 100 may that be?
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `return (pds > 0.3).mean() <= ...`
#
# </details>
#
# | obstacle | what broke | what mends it |
# |---|---|---|
# | 1 manual work, no standards | four AUCs of one model | one recipe, as a file |
# | 2 handoffs | 300,221 EUR to less than nothing | four contracts |
# | 3 integration gaps | `temp` | one contract on both sides of the seam |
# | 4 deployment, scaling, versioning | a pickle alone; version 3 - 1 | the whole artifact; alias and history |
# | 5 change management, governance | the list for calls | readers who are declared |
#
# ## Pitfalls
#
# - **AUC alone** does not see what keeps the order (units under a logarithm), and hardly what nearly keeps it (class
#   weights: 0.7606 to 0.7599).
# - **"It runs" in the maker's folder.** Run it in another process, in an empty folder, by a program.
# - **A seed that seeds half of it.** `hash`, sets, folders and deleted cells do not ask for your seed.
# - **A contract nobody runs** is one more mail.
#
# ## Summary
#
# A model went through four handoffs, and what was not written down was lost. You have
#
# - seen each of the lecture's five obstacles break, and mended it;
# - written a **data contract** that stops a faulty table and lets good ones through;
# - repaired a training, and brought its number, AUC 0.7606 and 300,221 EUR, back from a **record** in another process;
# - named what a **signature** asks for, and served an **artifact** with example, code and pins without its maker;
# - rolled back by a **runbook** with a memory, and measured before and after.
#
# ## Quiz
#
# **1.** A colleague sets the seed in the first cell and gets the same AUC in ten runs of the notebook. Is the training
# reproducible?
#
# <details><summary>Answer</summary>
#
# Nobody knows yet. Ten runs in one process share its salt, memory and folder. Run it in another process, from the
# files alone, and compare to the fourth decimal.
#
# </details>
#
# **2.** IT reports: "the deployed model's AUC equals that of the record to four decimals, so the handoff is fine." What
# do you ask?
#
# <details><summary>Answer</summary>
#
# Whether the PDs are equal, not only their order. Savings in thousands left the AUC as it was and took the money. A
# few frozen applications with their PDs (a golden set) show it in a second.
#
# </details>
#
# **3.** After a roll-back by your repaired runbook, somebody calls `step_back` again. Where does the alias point?
#
# <details><summary>Answer</summary>
#
# At version 3, the faulty one: the last move is the roll-back itself, and undoing it brings the fault back. A good
# runbook marks what was withdrawn. You write that one in the assignment.
#
# </details>
#
# ## In the assignment
#
# One exercise for each handoff: a data contract, drafted from good months, where false alarms cost more than misses; a
# training rerun from its record; a model packed for a clean process; a promotion undone in a registry with a longer
# past. Then a handoff note that a stranger could use.
#
# ## Read on
#
# - Sculley and others, [*Hidden Technical Debt in Machine Learning Systems*][debt] (NIPS 2015): the small black box.
# - Breck and others, [*The ML Test Score*][score] (IEEE Big Data, 2017): reproducible training and a tested roll-back
#   are on it.
# - The documentation of MLflow ([aliases][registry], signatures, `mlflow models serve`) and of pandera
#   ([`DataFrameSchema`][schema]).
#
# > **Going further on real data** (nothing to download). `sklearn.datasets.load_diabetes(as_frame=True, scaled=False)`
# > is a table of 442 patients that has been handed on for decades; print its `.DESCR`. What does a `sex` of 1 mean? Is
# > `s5` a logarithm? In which units are the others? Write a contract that refuses the table which comes *without*
# > `scaled=False`, and a list of what you would ask, and whom.
#
# [debt]: https://papers.nips.cc/paper/2015/hash/86df7dcfd896fcaf2674f757a2463eba-Abstract.html
# [score]: https://research.google/pubs/pub46555/
# [registry]: https://mlflow.org/docs/latest/ml/model-registry/
# [schema]: https://pandera.readthedocs.io/en/stable/dataframe_schemas.html
