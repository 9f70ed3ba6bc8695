# %% [markdown]
# Answers of ours stand under the bets: before you start, *Edit > Clear Outputs of All Cells*. Then run the next cell
# once; it imports what this lesson uses.

# %% setup
import os
import pickle
import shutil
import sys
import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import requests
import skops.io
from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate
from IPython.display import display
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score
from skops.io.exceptions import UntrustedTypesFoundException

from bora import bets, checks, quarantine, release, style, theft
from bora.desk import Desk
from bora.figures import lab08
from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE
from bora.switches import SWITCHES, Bank, inputs

style.use()
pd.set_option("display.width", 120, "display.max_columns", 12, "display.max_colwidth", 100)
tables = Path("../data/switches").resolve()
workshop = tempfile.TemporaryDirectory(prefix="bora-release-", ignore_cleanup_errors=True)
os.chdir(workshop.name)  # you will write files: here, in a folder that vanishes with this notebook
sys.path.insert(0, "")

# %% [markdown] teacher
# **The one thing to get across:** the laboratory's number is a promise under conditions, and somebody has to sign that
# the conditions hold. The moments to protect: the chips of section 1 (collect them on the board before anybody runs
# on) and the record of section 7.
#
# **Timing.** 75 minutes with all bets and actions; pitfalls and quiz take 5 more. To shorten: leave out the poisoned
# labels and the two exhibits (data access in section 2, the mailing list in section 6). Never skip the chips, the
# parity test and the record.
#
# **What goes wrong.** Section 2: people change the file and forget to run the cell that writes it. Section 4 really
# executes a pickle: it writes one file into a throw-away folder. Where bubblewrap works (Linux) it is walled in as
# well; elsewhere the folder is all. Do not let anybody try "something stronger". A firewall that asks about Python may
# be answered with no: everything stays on 127.0.0.1.
#
# **What to ask.** After section 1: how strong would the comparison site have to be to overtake the rate shock? After
# section 3: who decides that `age` goes, and who is told what it does to the young? After section 4: which of your own
# files do you load with `pickle`? After section 7: what would you do if the head of sales signed instead?
#
# **Five questions for a talk about the learner's own work.** (1) Your chips: which switch did you misjudge most, and
# why? (2) Show a row on which your scoring function and the library could still differ. (3) Your slices: how many
# looked bad, how many did you report, and what did you do with the rest? (4) Your refer band: whose time does it spend,
# and what happens when the clerks are ill? (5) One reason of your go/no-go: which evidence did you check, and how?

# %% [markdown]
# ## 1. What can go wrong on the way? (11 min)
#
# *Confirming that something works in the laboratory has never been a sure sign it will* work anywhere else, says the
# lecture. The textbook (Treveil and others, 2020, chapter 5) names nine origins of model risk. For each, Bora, our
# invented lender, has a switch:

# %%
nine = pd.DataFrame({name: vars(switch) for name, switch in SWITCHES.items()}).T
display(nine.rename(columns={"told": "what is different in production"}))

# %% [markdown]
# In the laboratory all nine are off. A model learns from the loans of half a year and decides about the applicants of
# another half-year. What it earns there is **the promise**, in EUR per thousand applications. A switch costs what is
# missing from the promise when it is on, with the same applicants.
#
# **Bet 100 chips.** Which switches cost most? A chip pays its switch's cost over the mean cost of the nine: spread
# evenly, 100 chips bring back 100.

# %%
chips = ...  # as in {"rate shock": 30, "leak": 30, "headline": 40}; they sum to 100

# %% [markdown]
# Flip them, one at a time, in one world:

# %% compare
bank = Bank(7)
promise = bank.earn()
here = pd.Series({name: promise - bank.earn({name}) for name in SWITCHES})
print(f"the promise in world 7: {promise:,.0f} EUR per 1,000 applications")
display(here.sort_values(ascending=False).round(-2).astype(int).to_frame("cost").T)

# %% [markdown]
# **Do it:** take a world that nobody else has. Which places change?

# %%
my_world = 11  # any number from 0 on

mine = Bank(my_world)
there = pd.Series({name: mine.earn() - mine.earn({name}) for name in SWITCHES})
display(there.sort_values(ascending=False).round(-2).astype(int).to_frame("cost").T)

# %% [markdown]
# Two worlds are two worlds. These are 200, worked out beforehand by the same program:

# %% compare
worlds = pd.read_csv(tables / "switches.csv", index_col="world")
costs = -worlds.drop(columns=["promise", "all nine"]).sub(worlds["promise"], axis=0)
bets.pay_out(chips, costs.mean().to_dict())

# %%
lab08.switches(costs, here)

# %% [markdown]
# The figure shows the cost of each switch: a small dot is a world, the thick line holds 90 of 100 worlds, the large dot
# and the number are the mean, the cross is world 7. The rate shock is the dearest in all 200 worlds and takes almost
# half of the promise (316 thousand EUR) on average. What newspapers and lawyers would write about costs least. One line
# of code that fills in a 0 costs more than a fraud that half of those who could gain by it join.
#
# How strong each switch is, we chose: a stronger fraud costs more. What remains true: you cannot tell from how a
# fault *sounds*. And they do not come alone:

# %% compare
together = worlds["promise"] - worlds["all nine"]
print(f"the nine costs, added up: {costs.sum(axis=1).mean():,.0f} EUR")
print(f"all nine at once: {together.mean():,.0f} EUR")
print(f"more than their sum in {(together > costs.sum(axis=1)).sum()} of {len(costs)} worlds")

# %% [markdown]
# More than the sum, in every world: one fault lets people in, another makes them dear. Preparing for production means
# finding the switches before customers do. That is the rest of this lesson.
#
# ## 2. Does it compute the same over there? (12 min)
#
# *Runtime environments.* The core system where decisions are made runs no scikit-learn. The model travels as a **card**
# of plain numbers:

# %% compare
released = bank.fit()
people = bank.applicants
rows = inputs(people)
release.write_json(Path("card.json"), release.card(released, list(rows.columns), cut=BREAK_EVEN))
print(Path("card.json").read_text()[:230], "...")

# %% [markdown]
# `missing` is what the training filled in where a value was missing: the median. A colleague has written the scoring
# again, without a library. Run it, do not repair it yet.


# %%
# %%writefile scorecard.py
"""The PD of an applicant from a card of plain numbers, with nothing but Python's own library."""

import json
import math


def load(path="card.json"):
    with open(path) as file:
        return json.load(file)


def score(row, card):
    total = card["intercept"]
    for name, numbers in card["inputs"].items():
        value = row[name] or 0
        total += numbers["weight"] * (value - numbers["mean"]) / numbers["scale"]
    return round(1 / (1 + math.exp(-total)), 2)


# %% [markdown]
# **Parity** means: the same decision on every row. First on ordinary rows, library and card side by side:

# %% compare
ordinary = rows.dropna()
first = release.parity("scorecard.py", released, ordinary)
print(f"largest difference: {(first['card'] - first['library']).abs().max():.4f}")
print(f"other decisions: {(~first['same decision']).sum()} of {len(first)}")

# %% [markdown]
# Then on rows that somebody has made up because they are nasty:

# %%
names = ["typical", "savings missing", "late missing", "no savings", "rich", "in debt"]
nasty = pd.DataFrame([rows.median()] * len(names), index=names)
nasty.loc["savings missing", "log_savings"] = np.nan
nasty.loc["late missing", "late_payments"] = np.nan
nasty.loc["no savings", "log_savings"] = 0.0
nasty.loc["rich", "log_savings"] = 5000.0
nasty.loc["in debt", "burden"] = 900.0

# %% [markdown]
# **Try it.** Repair `scorecard.py` (run its cell again after each change) until all six rows and all ordinary ones
# agree. There are three faults.

# %% try:8.1
release.write_json(Path("card.json"), release.card(released, list(rows.columns), cut=BREAK_EVEN))
both = release.parity("scorecard.py", released, pd.concat([nasty, ordinary]))
display(both.loc[names])
checks.try_it(
    both["same decision"].all(),
    lambda green: green,
    "The same decisions everywhere: this card may travel.",
    "a missing value, an extreme one or the last digits are still treated differently.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# What is `nan or 0`? And which PD is sent on when `0.1478` was computed?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Do not round. Fill in `missing` where the value is None or not equal to itself. `math.exp` of a large number raises an
# error; `math.exp` of a large *negative* number does not.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if value is None or value != value: value = ...`, and where `total < 0`: `math.exp(total) / (1 + ...)`.
#
# </details>
#
# The rounding alone would pass a test that allows a difference of `0.005`, and it refuses people whom the model grants.
# Compare decisions, not only numbers, and choose rows that hurt.
#
# *Data access* is the second half of a runtime. One input, `late_payments`, is bought from the bureau while the
# customer waits. What if the line is down and the service fills in 0?


# %%
def earned(likely, people=people, cut=BREAK_EVEN):
    """EUR per 1,000 applications, on average, by the true PDs that only the simulator knows."""
    worth = people["amount"] * (MARGIN_RATE * (1 - people["pd"]) - LOSS_RATE * people["pd"])
    return 1000 * (worth * (likely < cut)).mean()


# %% compare
line_down = released.predict_proba(rows.assign(late_payments=0))[:, 1]
print(f"a day without the bureau costs {promise - earned(line_down):,.0f} EUR per 1,000 applications")

# %% [markdown]
# So a release says what happens then: wait, refer to a clerk, or use a copy of yesterday. "It fills in 0" is what
# happens when nobody says anything.
#
# ## 3. Is it good for everybody? (12 min)
#
# *Quality assurance.* One number for all hides groups. First the question that was put off since lab 04: may a lender
# use `age`?
#
# | text (checked on 28 November 2026; **not legal advice**) | what it says |
# |---|---|
# | EU Charter of Fundamental Rights, Art. 21 | names age among the grounds of forbidden discrimination |
# | EU AI Act, Annex III 5(b) | credit scoring of natural persons is high-risk (duties from 2 December 2027) |
# | Directive (EU) 2023/2225, Art. 18 | assess creditworthiness, and explain; applies from November 2026 |
# | US Regulation B, § 1002.6(b)(2) | age may go into a statistically sound score that does not mark the elderly down |
#
# None of them settles it in three words. So measure first. **Bet:** of the applicants *under 30 who would have paid*,
# how many in 100 does the model with `age` refuse?

# %%
bet_young = ...  # a number from 0 to 100

# %% compare
people["ages"] = pd.cut(people["age"], [17, 29, 39, 54, 75], labels=["18-29", "30-39", "40-54", "55-75"]).astype(str)
measures = {"people": count, "refused": selection_rate, "good payers refused": false_positive_rate}
refused = released.predict_proba(rows)[:, 1] >= BREAK_EVEN
frame = MetricFrame(metrics=measures, y_true=people["default"], y_pred=refused, sensitive_features=people["ages"])
display(frame.by_group.round(3))
bets.settle(bet_young, round(100 * frame.by_group.loc["18-29", "good payers refused"]), within=5)

# %% [markdown]
# And without `age`? (`MetricFrame` splits any measure by any column, also by one that the model does not read.)

# %% compare
without = bank.fit({"lawyer"})
ageless = inputs(people, {"lawyer"})
people["PD"] = without.predict_proba(ageless)[:, 1]
refused = people["PD"] >= BREAK_EVEN
blind = MetricFrame(metrics=measures, y_true=people["default"], y_pred=refused, sensitive_features=people["ages"])
print(f"the promise: {promise:,.0f} EUR with age, {earned(people['PD']):,.0f} EUR without")
print(f"the difference in 200 worlds, on average: {costs['lawyer'].mean():,.0f} EUR")

# %%
lab08.ages(frame.by_group["good payers refused"], blind.by_group["good payers refused"])

# %% [markdown]
# The figure shows how many good payers are refused in each age band. Without `age` the gap between youngest and oldest
# shrinks from 45 points to 13 (in thirty other worlds from 36 to 11, on average), for 9,500 EUR per 1,000 applications
# (7,266 on average over the 200 worlds). It does not vanish: the young have less saved and more temporary jobs, and
# those stand in for `age`.
#
# Bora settles it so: **`age` is no input of a release**. The price is known and small, nobody can be told "you are 24"
# as a reason, and the slices go on being measured *by age*. Your own company asks its lawyers.
#
# Now all slices: five columns, alone and in pairs. Where do more of the granted default than was promised?


# %%
granted = people[people["PD"] < BREAK_EVEN]
columns = [granted[name] for name in ("region", "channel", "employment", "purpose", "ages")]
pairs = [one + " + " + other for one, other in combinations(columns, 2)]


def z(default, likely):
    """How many standard deviations the defaults lie above the promised ones."""
    return (default.sum() - likely.sum()) / np.sqrt((likely * (1 - likely)).sum())


def by_slice(default):
    """A row a slice with at least 50 people, worst first."""
    measures = {"people": count, "z": z}
    asked = {"metrics": measures, "y_true": default, "y_pred": granted["PD"]}
    found = [MetricFrame(**asked, sensitive_features=group.rename("slice")).by_group for group in columns + pairs]
    return pd.concat(found).query("people >= 50").sort_values("z", ascending=False)


# %% [markdown]
# A slice looks bad where z is above 1.645 (given), which luck alone does once in 20. **Bet:** in a world where
# *nothing* is wrong, since every granted loan defaults with exactly the promised probability: how many of our slices
# look bad? (There are 176.)

# %%
bet_bad = ...  # a number

# %% compare
luck = np.random.default_rng(13).random(len(granted))
nothing_wrong = by_slice((luck < granted["PD"]).astype(int))
bets.settle(bet_bad, int((nothing_wrong["z"] > 1.645).sum()), within=3)
print("slices:", len(nothing_wrong))

# %% compare
slices = by_slice(granted["default"])
limit = stats.norm.isf(0.05 / len(slices))  # Bonferroni: 1 in 20 for all of them together
slices.to_csv("slices.csv")
display(slices[slices["z"] > limit].round(2))

# %%
lab08.slices(slices, nothing_wrong, limit)

# %% [markdown]
# The figure shows one dot a slice: below where nothing is wrong, above in our release. Whoever looks at enough slices
# finds bad ones (in 200 worlds where nothing was wrong: ten on average, and because slices overlap anything from 2 to
# 23). With a limit for all slices together, four are left: the **young**, now that the model cannot know that they are
# young, and loans for *consolidation*, which no input tells. They are no accident. In each of thirty worlds the true
# risk of the young who were granted lay above what was promised, by half on average; this audit saw it in 16 of them.
# Dropping `age` made refusals fairer, and what is promised about the young wrong. Both is true; the model card will say
# so.
#
# ## 4. Who sent this file? (6 min)
#
# *Security.* Three attacks. The first arrives by mail: "the new model, as a pickle, just load it". This is what its
# sender wrote:


# %%
class Gift:
    def __reduce__(self):
        return exec, ("open('owned.txt', 'w').write('your files were here')",)


quarantined = Path("quarantine")
quarantined.mkdir(exist_ok=True)
(quarantined / "model.pkl").write_bytes(pickle.dumps(Gift()))
(quarantined / "load.py").write_text("import pickle\nprint(type(pickle.load(open('model.pkl', 'rb'))))\n")
print("written:", sorted(path.name for path in quarantined.iterdir()))

# %% [markdown]
# **Do it:** load it, in a process of its own in a folder with nothing to harm, and then look into that folder. (On
# Linux with bubblewrap the process sees no other folder and no network either. Elsewhere the folder is all: the
# payload above is harmless, keep it so.)

# %% compare
print("loaded:", quarantine.run(quarantined, "load.py"))
print("in the folder:", sorted(path.name for path in quarantined.iterdir()))

# %% [markdown]
# Nobody called anything. *Loading is running*: a pickle is a program. A safe format holds data and names of types,
# and refuses what it does not know:

# %% compare
model_without_age = bank.fit({"lawyer"})
model_without_age.memory = Gift()  # hidden in a setting of a real, fitted pipeline
skops.io.dump(model_without_age, "gift.skops")
try:
    skops.io.load("gift.skops")
except UntrustedTypesFoundException as error:
    print("refused:", error)

model_without_age.memory = None
skops.io.dump(model_without_age, "model.skops")
unknown = skops.io.get_untrusted_types(file="model.skops")
print("without the gift, to decide about:", unknown)
print("loaded:", type(skops.io.load("model.skops", trusted=unknown)).__name__)

# %% [markdown]
# (`numpy.dtype` is a number format. You read the list, you decide; what is not on your list is not loaded.)
#
# ## 5. Who else owns the card? (12 min)
#
# The second attack is polite. A service answers PDs over HTTP, and somebody would like to own the card. This is the
# release's card (made twice), tested with your `scorecard.py` once more, since it is another card than in section 2:

# %%
for file, model in {"card.json": model_without_age, "retrained.json": bank.fit({"lawyer"})}.items():
    release.write_json(Path(file), release.card(model, list(ageless.columns), cut=BREAK_EVEN))
print("trained twice, the same bytes:", release.sha256("card.json") == release.sha256("retrained.json"))
tested = release.parity("scorecard.py", model_without_age, pd.concat([nasty[ageless.columns], ageless]))
tested.to_csv("parity.csv")
print("the same decision on all rows (once section 2 is repaired):", tested["same decision"].all())

# %% [markdown]
# And this is the service: what it lets in, and what it answers. (It scores with a finished function of ours.)


# %%
# %%writefile contract.py
from pydantic import BaseModel, Field


class Applicant(BaseModel):
    burden: float = Field(ge=0, le=50)
    log_savings: float | None = Field(ge=0, le=20)
    late_payments: int = Field(ge=0, le=50)
    variable: int = Field(ge=0, le=1)


# %%
# %%writefile defence.py
STEP = PER_CLIENT = None  # no defence yet


# %%
# %%writefile desk.py
from collections import Counter

from contract import Applicant
from defence import PER_CLIENT, STEP
from fastapi import FastAPI, Header, HTTPException

from bora import release

app, asked = FastAPI(), Counter()
card = release.read_json("card.json")


@app.post("/score")
def answer(applicant: Applicant, client: str = Header()):
    asked[client] += 1
    if PER_CLIENT and asked[client] > PER_CLIENT:
        raise HTTPException(429, "too many queries")
    PD = release.likely_bad(dict(applicant), card)
    return {"PD": round(PD / STEP) * STEP if STEP else PD}


# %%
desk = Desk(Path.cwd())  # uvicorn, in a process of its own
whole = ageless.dropna()  # a thief fills in every field
PDs = people.loc[whole.index, "PD"]


def ask(applicants, clients=1):
    """Ask the service about each applicant; the clients take turns. Stops when the service has had enough."""
    answers = []
    for number, row in enumerate(applicants.to_dict("records")):
        client = {"client": f"client {number % clients} of {clients}"}
        reply = requests.post(f"{desk.url}/score", json=row, headers=client)
        if reply.status_code == 429:
            break
        answers.append(reply.json()["PD"])
    return applicants.head(len(answers)), np.array(answers)


# %% [markdown]
# The thief knows the four inputs (they stand in every letter of refusal) and guesses a logistic regression: then the
# log-odds are a straight line, and straight lines are fitted.


# %%
def steal(asked, answers):
    likely = answers.clip(0.005, 0.995)
    weights = likely * (1 - likely)  # where a PD is extreme, a rounded one says least
    return LinearRegression().fit(asked, np.log(likely / (1 - likely)), sample_weight=weights)


# %% [markdown]
# **Bet:** how many queries until the stolen card decides like ours in 99 of 100 cases?

# %%
bet_queries = ...  # a number

# %% compare
for queries in range(2, 200):
    stolen = steal(*ask(whole.sample(queries, random_state=8)))
    share = theft.same_decisions(stolen, whole, PDs)
    if share >= 0.99:
        break
bets.settle(bet_queries, queries, within=2)

# %% [markdown]
# Four weights and an intercept: five equations, five queries. **Do it:** defend. Set `STEP` to 0.05 and
# `PER_CLIENT` to 50 here, run both cells, and see what 200 queries bring to one thief and to a gang of four.


# %%
# %%writefile defence.py
STEP = None  # answers are multiples of this; None: every digit
PER_CLIENT = None  # queries that a client may ask; None: as many as it likes


# %%
desk.restart()
for clients in (1, 4):
    asked, answers = ask(whole.sample(200, random_state=8), clients)
    same = theft.same_decisions(steal(asked, answers), whole, PDs)
    print(f"{clients} client(s): {len(answers)} answers, {same:.1%} the same decisions")

# %% [markdown]
# Now ten thieves for each kind of answer (without HTTP, to save time); the last kind tells nothing but "granted" or
# "refused".

# %%
lab08.thefts(theft.trials(whole, PDs))

# %% [markdown]
# The figure shows the share of equal decisions by number of queries: the median of ten thieves, and a band from the
# unluckiest to the luckiest. For 99 of 100, steps of `0.01` about double the queries; steps of `0.05`, or bare
# decisions, ask for one or two hundred; a rate limit turns queries into days, or into a gang. (In our run
# one thief's 50 answers brought 98 of 100 decisions, the gang's 200 more than 99.) Neither prevents. So expect that the
# card is known, and watch for those who play it (lab 04).
#
# The third attack needs a key card. Somebody in collections turns labels: defaults of people with variable incomes
# become "repaid".


# %%
def turn_labels(share):
    """Train on labels of which some were turned: (labels turned, of all; AUC; cost in EUR per 1,000)."""
    loans = bank.training.reset_index(drop=True)
    variable = loans["employment"].isin(["self_employed", "temporary"])
    turned = variable & (loans["default"] == 1) & (np.random.default_rng(1).random(len(loans)) < share)
    model = bank.fit({"lawyer"}).fit(inputs(loans, {"lawyer"}), loans["default"].mask(turned, 0))
    likely = model.predict_proba(ageless)[:, 1]
    return turned.mean(), roc_auc_score(people["default"], likely), earned(people["PD"]) - earned(likely)


# %%
trials = pd.DataFrame([turn_labels(share) for share in np.arange(0, 1.01, 0.1)], columns=["labels", "auc", "cost"])
lab08.poison(trials)

# %% [markdown]
# The figure shows AUC and cost by the share of labels turned. One label in a hundred costs about as much as the whole
# comparison site. The defence is dull: compare each batch's default rate *by group* with its own history, before
# training.
#
# ## 6. What do you do about what is left? (8 min)
#
# *Mitigation.* Roll out in steps (lab 07), roll back (labs 03 and 07), and **refer**: where the model does not know, a
# clerk looks. An hour with bank statements costs 50 EUR; we assume that the clerk then knows the true PD. There is
# time for 20 % of all applications.


# %%
def gain(low, high, clerk_cost=50):
    """EUR per 1,000 applications that sending PDs from low to high to a clerk brings, and the share that is sent."""
    sent = people["PD"].between(low, high, inclusive="left")
    worth = people["amount"] * (MARGIN_RATE * (1 - people["pd"]) - LOSS_RATE * people["pd"])
    machine = worth * (people["PD"] < BREAK_EVEN)
    return 1000 * (worth.clip(lower=0) - clerk_cost - machine)[sent].sum() / len(people), sent.mean()


# %% [markdown]
# **Try it.** Find a band that brings at least 7,500 EUR (given) per 1,000 applications and keeps the clerks' 20 %.

# %% try:8.2
low, high = 0.15, 0.30

print("gain {:,.0f} EUR, {:.1%} sent to a clerk".format(*gain(low, high)))
checks.try_it(
    (low, high),
    lambda edges: gain(*edges)[0] >= 7_500 and gain(*edges)[1] <= 0.20,
    "That is most of what the lawyer's switch took.",
    "where is a wrong answer of the machine most likely, and on which side of the cut-off are the people?",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Below the cut-off sit people as well, and more of them.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A band around 0.15: widen it on both sides until the clerks are full.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `low` one point above `0.10`, `high` about two points below `0.20`.
#
# </details>

# %%
lab08.band(50, low, high)

# %% [markdown]
# The figure shows what a loan of 6,500 EUR (given) is worth by its PD, granted or refused, and your band. At the
# cut-off both answers are worth the same, so a clerk can only win there; far away the machine is right often enough,
# and 50 EUR are lost.
#
# One thing a release cannot see from inside: who else reads the score. *Interaction between models:* marketing mails
# everybody whose PD is below 0.05.

# %% compare
before, after = released.predict_proba(inputs(people))[:, 1], people["PD"]
print(f"granted: {(before < 0.15).mean():.1%} -> {(after < 0.15).mean():.1%}")
print(f"mailed: {(before < 0.05).sum()} -> {(after < 0.05).sum()}")
print(f"mailed before and after: {((before < 0.05) & (after < 0.05)).sum()}")

# %% [markdown]
# Granting hardly changes, and a third of the mailing list goes. Nobody asked marketing, because nobody knew. A release
# names its readers.
#
# ## 7. Do you sign? (11 min)
#
# What goes with a release is written down. Numbers are written by the machine; two fields only a person can write.
# **Do it:** fill them.

# %%
intended_use = ""  # what the model is for, in a sentence
out_of_scope = ""  # what it must not be used for

# %%
fields = {
    "Details": f"Logistic regression, card {release.sha256('card.json')[:12]}, inputs {', '.join(ageless.columns)}",
    "Intended use": intended_use,
    "Out of scope": out_of_scope,
    "Metrics": f"AUC {roc_auc_score(people['default'], people['PD']):.3f}; {earned(people['PD']):,.0f} EUR per 1,000",
    "By group": "\n".join(f"- {name}: z = {row['z']:.1f}" for name, row in slices[slices["z"] > limit].iterrows()),
}
Path("model_card.md").write_text(release.page("Model card: bora-pd", fields))
sheet = {
    "Composition": f"{len(bank.training)} granted loans, 2023-01 to 2023-06, simulated",
    "Uses": "Not for what is promised about applicants who were refused: they have no outcome.",
    "Maintenance": "",
}
Path("datasheet.md").write_text(release.page("Datasheet: training data of bora-pd", sheet))
shutil.copy(tables / "switches.csv", ".")
print(Path("model_card.md").read_text())

# %% [markdown]
# (*Model Cards*: Mitchell and others, 2019. *Datasheets for Datasets*: Gebru and others, 2018/2021.) The record lists
# what has been tested and what proves it, in points of the **ML Test Score** (source: Breck and others, 2017): 1 for a
# test that runs by itself, 0.5 for one done by hand and written down, 0 for none; *the score is the minimum over four
# sections*. The release manager has written it; you are to sign.

# %%
record = release.hand_over(Path.cwd())
display(record.assign(sha256=record["sha256"].str[:12]))
print("claimed:", record.groupby("section")["points"].sum().min())

# %% [markdown]
# **Try it.** Before you sign, check every line: is the evidence a file, and is it *that* file? Two lines fail.

# %% try:8.3
failing = ...  # a set of evidence, as in {"slices.csv", "desk.py"}

checks.try_it(
    failing,
    lambda names: checks.seal(set(names)) == "6e68fa05",
    "One is a word, and one is another file than was tested. Who was here last night?",
    "`release.sha256(file)` tells the fingerprint of a file as it is now; one of the proofs is no file.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Lab 02: "said" is not "seen".
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A loop over `record.itertuples()` that prints `line.evidence` and whether `release.sha256(line.evidence)` is
# `line.sha256`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `failing = {"said: ...", "....json"}`
#
# </details>
#
# What fails counts 0. And what has changed? The card that was trained again still lies there:

# %% compare
sound = record[~record["evidence"].str.startswith("said") & (record["evidence"] != "card.json")]
sections = sound.groupby("section")["points"].sum()
print(sections.to_dict(), "-> score", sections.min())
now, before = release.read_json("card.json"), release.read_json("retrained.json")
print({name: (before[name], now[name]) for name in now if now[name] != before[name]})

# %% [markdown]
# Somebody raised the cut-off from 0.15 to 0.18 after the tests. No test is wrong; they are about another file. The
# score is 1 (up to 1: perhaps serious holes; up to 2: a first pass), not the 2 that was claimed.
#
# **Do it:** decide. Then repair: put the tested card back, for real, in the running service.

# %%
decision = ...  # "sign" or "refuse"
bets.settle(decision, "refuse")

# %% compare
shutil.copy("retrained.json", "card.json")  # the roll-back, as it would be at night
desk.restart()
[likely] = ask(whole.head(1))[1]
answers_as_tested = bool(abs(likely - PDs.iloc[0]) <= 0.05)
release.write_json(Path("drill.json"), {"rolled back to": release.sha256("card.json"), "as tested": answers_as_tested})
print("the tested card is back:", release.sha256("card.json") in set(record["sha256"]))
print("the service answers as tested:", answers_as_tested)
desk.stop()

# %% [markdown]
# Now `drill.json` proves the roll-back, and the card is the one that was tested: written again, the record reaches 2 in
# each section. But a hash says that it *is* the file, not that the file says yes. Open them before you sign:
# `slices.csv` holds four slices beyond the limit, the datasheet has nothing under *Maintenance*, and the model card has
# what you wrote into it. Who signs, signs for that as well. Which duty does each file serve?
#
# | duty (checked on 28 November 2026; **not legal advice**) | our artefact |
# |---|---|
# | AI Act Art. 9, risk management | `switches.csv`: nine risks with a price |
# | Art. 10, data governance | `datasheet.md` |
# | Art. 11 technical documentation, Art. 13 transparency | `model_card.md` |
# | Art. 14, human oversight | the refer band |
# | Art. 27, fundamental-rights impact assessment, owed by whoever uses a credit score | **none yet** |
# | US banks: SR 26-2 (replaced SR 11-7 on 17 April 2026) | the record, checked by another than its author |
#
# The duties of the AI Act for credit scoring were moved to 2 December 2027; texts from before July 2026 have another
# date. SR 26-2 is principle-based and meant mainly for banks above USD 30 billion. A line without an artefact is a
# finding too.
#
# ## Pitfalls
#
# - **Parity on ordinary rows.** Missing values, extremes and the last digit are where two runtimes part.
# - **A blind model is not a fair one.** Without `age` you still have to measure by age.
# - **The worst of 200 slices** always looks bad. Say how many you looked at.
# - **"It is only a model file."** A pickle is a program of its sender.
# - **Secrecy as a defence.** Five exact answers are enough for a card of four inputs.
# - **A proof of another file.** A test is about a hash, not about a name.
#
# ## Summary
#
# The promise was to decide go or no-go on evidence. You have
#
# - bet on nine switches between laboratory and production, and seen what each costs in 200 worlds;
# - scored without the library, and made two runtimes agree on nasty rows;
# - measured slices, seen how many look bad by luck, and settled `age` with its price;
# - watched a pickle execute, stolen a card over HTTP, defended it, and poisoned labels;
# - priced a refer band;
# - checked a release record line by line, and found the hash that was wrong and the proof that was only said.
#
# ## Quiz
#
# **1.** Library and card differ by at most 0.005 on a thousand rows. May the card be released?
#
# <details><summary>Answer</summary>
#
# Not on that. PDs near the cut-off may be decided differently, and a thousand ordinary rows hold no nasty one
# (section 2). Compare decisions, on rows that were chosen to hurt.
#
# </details>
#
# **2.** An audit of 200 slices finds nine bad ones at "1 in 20". How many are bad?
#
# <details><summary>Answer</summary>
#
# Perhaps none: luck alone finds about ten (section 3). Use a limit for all of them together, or look at those nine
# again on new data.
#
# </details>
#
# **3.** All tests are green and the hash of the model differs from the record. What was tested?
#
# <details><summary>Answer</summary>
#
# Another file. Until the tests have run on *this* one, or the other one is back, the lines that rest on it count 0
# (section 7).
#
# </details>
#
# ## In the assignment
#
# You score from a card with Python's own library; find bad slices among many without crying wolf; find poisoned
# batches; set a refer band for unseen days; and write the go/no-go that checks evidence by hash and date. Then you
# sign, or say why not.
#
# ## Read on
#
# - Treveil and others, *Introducing MLOps* (O'Reilly, 2020), chapter 5: preparing for production.
# - Breck and others, *The ML Test Score* (IEEE Big Data, 2017).
# - Mitchell and others, *Model Cards for Model Reporting* (2019); Gebru and others, *Datasheets for Datasets* (2021).
# - The documentation of fairlearn (*MetricFrame*) and skops (*secure persistence*).
