# %% [markdown]
# Answers of ours stand under the bets: before you start, *Edit > Clear Outputs of All Cells*. Then run the next cell
# once; it imports what this lesson uses.

# %% setup
import os
import pickle
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import skops.io
from fairlearn.metrics import MetricFrame, false_positive_rate
from IPython.display import display
from scipy import stats
from skops.io.exceptions import UntrustedTypesFoundException

from bora import bets, checks, quarantine, release, slices, style, theft
from bora.desk import Desk
from bora.figures import lab08
from bora.money import BREAK_EVEN
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
# on) and the record of section 8.
#
# **Timing.** 75 minutes with all bets and actions. To shorten: leave out section 5, or the defence of section 6. Never
# skip the chips, the parity test and the record. Bought labels are not taught here: Exercise 8.3 finds them.
#
# **What goes wrong.** Section 2: people change the file and forget to run the cell that writes it. Section 5 really
# executes a pickle: it writes one file into a throw-away folder. Where bubblewrap works (Linux) it is walled in as
# well; elsewhere the folder is all. Do not let anybody try "something stronger". A firewall that asks about Python may
# be answered with no: everything stays on 127.0.0.1.
# Section 8: which lines fail depends on the work before. Three always do; whoever left `scorecard.py` unrepaired or the
# model card empty has one or two more.
#
# **What to ask.** After section 1: how strong would the comparison site have to be to overtake the rate shock? After
# section 3: who decides that `age` goes, and who is told what it does to the young? After section 5: which of your own
# files do you load with `pickle`? After section 8: what would you do if the head of sales signed instead?
#
# **Five questions for a talk about the learner's own work.** (1) Your chips: which switch did you misjudge most, and
# why? (2) Show a row on which your scoring function and the library could still differ. (3) Your slices: how many
# looked bad, how many did you report, and what did you do with the rest? (4) Your refer band: whose time does it spend,
# and what happens when the clerks are ill? (5) One reason of your go/no-go: which evidence did you check, and how?

# %% [markdown]
# ## 1. What can go wrong on the way? (10 min)
#
# *Confirming that something works in the laboratory has never been a sure sign it will* work elsewhere, says the
# lecture. The textbook (Treveil and others, 2020, chapter 5) names nine origins of model risk. For each, Bora, our
# invented lender, has a switch:

# %%
nine = pd.DataFrame({name: vars(switch) for name, switch in SWITCHES.items()}).T
display(nine.rename(columns={"told": "what is different in production"}))

# %% [markdown]
# In the laboratory all nine are off. A model learns from half a year of loans and decides about the applicants of
# another half-year. What it earns there is **the promise**, in EUR per thousand applications. A switch costs what is
# missing from the promise when it is on, with the same applicants.
#
# **Bet 100 chips.** Which switches cost most? How strong each is, we chose and do not tell: all are meant to be
# plausible. A chip pays its switch's cost over the mean cost of the nine: spread evenly, 100 chips bring back 100.

# %%
chips = ...  # as in {"rate shock": 30, "leak": 30, "headline": 40}; they sum to 100

# %% [markdown]
# Flip them, one at a time: in one world live, and in 200 worlds that the same program has worked out beforehand.

# %% compare
bank = Bank(7)
promise = bank.earn()
here = pd.Series({name: promise - bank.earn({name}) for name in SWITCHES})
print(f"the promise: {promise:,.0f} EUR per 1,000 applications")

# %% compare
worlds = pd.read_csv(tables / "switches.csv", index_col="world")
costs = -worlds.drop(columns=["promise", "all nine"]).sub(worlds["promise"], axis=0)
bets.pay_out(chips, costs.mean().to_dict())

# %%
lab08.switches(costs, here)

# %% [markdown]
# The figure shows the cost of each switch: a small dot is a world, the thick line holds 90 of 100 worlds, the large dot
# and the number are the mean, the cross is world 7 (where one town's model is by luck a little better than the model of
# all loans). What newspapers and lawyers would write about costs least. One line of code that fills in a 0 costs more
# than a fraud that half of those who could gain by it join. With other strengths the order would change. What remains:
# you cannot tell from how a fault *sounds*. And faults do not just add up:

# %% compare
together = worlds["promise"] - worlds["all nine"]
print(f"all nine at once: {together.mean():,.0f}; their sum: {costs.sum(axis=1).mean():,.0f} EUR (means of 200 worlds)")

# %% [markdown]
# Preparing for production means finding the switches before customers do.
#
# ## 2. Does it compute the same over there? (10 min)
#
# *Runtime environments.* The core system where decisions are made runs no scikit-learn. The model travels as a **card**
# of plain numbers:

# %% compare
people = bank.applicants.rename(columns={"pd": "true_pd"})  # which only the simulator knows
rows = inputs(bank.applicants)
released = bank.fit()
release.write_json(Path("card.json"), release.card(released, list(rows.columns), cut=BREAK_EVEN))
print(Path("card.json").read_text()[:230], "...")

# %% [markdown]
# `missing` is what the training filled in where a value was missing: the median. (The card of the assignment calls it
# `fill`.) A colleague has written the scoring again, without a library. Run it, do not repair it yet.


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
    return round(1 / (1 + math.exp(min(-total, 700))), 2)  # math.exp of more than 709 is an error


# %% [markdown]
# **Parity** means: the same decision on every row. Not only on ordinary ones (the applicants who left no field empty),
# but also on rows that somebody has made up because they are nasty:

# %%
nasty = pd.DataFrame([rows.median()] * 3, index=["savings missing", "late missing", "rich"])
nasty.loc["savings missing", "log_savings"] = np.nan
nasty.loc["late missing", "late_payments"] = np.nan
nasty.loc["rich", "log_savings"] = 5000.0

# %% [markdown]
# **Try it.** Repair `scorecard.py` (run its cell again after each change) until all three rows and all ordinary ones
# agree. There are two faults.

# %% try:8.1
both = release.parity("scorecard.py", released, pd.concat([nasty, rows.dropna()]))
display(both.head(3))
others = (~both["same decision"])[3:].sum()
print("other decisions on ordinary rows:", others)
checks.try_it(
    both["same decision"].all(),
    lambda green: green,
    "The same decisions everywhere: this card may travel.",
    "an extreme value or the last digits differ." if both["same decision"][:2].all() else "a missing value differs.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# What is `nan or 0`? And which PD is sent on when `0.1478` was computed?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Do not round. Fill in `missing` where the value is None or not equal to itself: only NaN is not.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `value = row[name]`, then `if value is None or value != value: value = numbers[...]`.
#
# </details>
#
# The rounding alone would pass a test that allows a difference of `0.005`, and it refuses people whom the model grants.
# Compare decisions, not only numbers, and choose rows that hurt.
#
# ## 3. Is it good for everybody? (8 min)
#
# *Quality assurance.* One number for all hides groups. First the question that was put off since lab 04: may a lender
# use `age`? Laws name it among the grounds of forbidden discrimination, and allow it under conditions (*Read on* has
# the texts). So measure first. **Bet:** of the applicants *under 30 who would have paid*, how many in 100 does the
# model with `age` refuse?

# %%
bet_young = ...  # of 100, such as 12 (not 0.12); within 5 wins

# %% [markdown]
# fairlearn's `MetricFrame` splits any measure by any column. Here 1 means "default", and predicted 1 means "refused":

# %% compare
ages = pd.cut(people["age"], [17, 29, 39, 54, 75], labels=["18-29", "30-39", "40-54", "55-75"])
people["ages"] = ages.astype(str)


def good_payers_refused(refused):
    measure = false_positive_rate  # share of predicted ones among those who paid
    frame = MetricFrame(metrics=measure, y_true=people["default"], y_pred=refused, sensitive_features=people["ages"])
    return frame.by_group


with_age = good_payers_refused(released.predict_proba(rows)[:, 1] >= BREAK_EVEN)
bets.settle(bet_young, round(100 * with_age["18-29"]), within=5)

# %% [markdown]
# And a model without `age`? (That is the switch *lawyer*. It may still be measured by age.)

# %% compare
model = bank.fit({"lawyer"})
ageless = inputs(bank.applicants, {"lawyer"})
people["promised"] = model.predict_proba(ageless)[:, 1]
without = good_payers_refused(people["promised"] >= BREAK_EVEN)
display(pd.DataFrame({"with age": with_age, "without age": without}).round(3).T)
print(f"it earns less: {here['lawyer']:,.0f} EUR per 1,000 (in 200 worlds {costs['lawyer'].mean():,.0f} on average)")

# %% [markdown]
# The table shows the share of good payers who are refused. The gap between youngest and oldest shrinks and does not
# vanish: the young have less saved and more temporary jobs, and those stand in for `age`. Bora settles it so: **`age`
# is no input of a release**. The price is known and small, nobody can be told "you are 24" as a reason, and slices go
# on being measured *by age*. Your own company asks its lawyers.
#
# ## 4. How many bad slices are bad luck? (10 min)
#
# Now all slices of those who were granted: five columns, alone and in pairs. Where do more default than was promised?


# %%
granted = people[people["promised"] < BREAK_EVEN]
groups = slices.groups(granted, ["region", "channel", "employment", "purpose", "ages"])


def z(default, promised):
    """How many standard deviations the defaults lie above the promised ones."""
    return (default.sum() - promised.sum()) / np.sqrt((promised * (1 - promised)).sum())


audited = slices.by_slice(granted["default"], granted["promised"], groups, z)  # a MetricFrame for each group
print(len(audited), "slices of 50 people or more")

# %% [markdown]
# A slice looks bad where z is above 1.645 (given), which luck alone does once in 20. So where *nothing* is wrong, since
# every loan defaults with exactly the promised probability, about 9 of our 176 slices look bad. But slices overlap.
# **Bet:** of 200 such worlds, how many look bad in the *worst*?

# %%
bet_bad = ...  # slices; within 6 wins

# %% compare
luck = slices.by_luck(granted["promised"], groups, times=200)  # z: a row for each time, a column for each slice
bad = (luck > 1.645).sum(axis=1)
print(f"{luck.shape[1]} slices, 200 times: from {bad.min()} to {bad.max()} look bad, {bad.mean():.1f} on average")
bets.settle(bet_bad, int(bad.max()), within=6)

# %% [markdown]
# Whoever looks at enough slices finds bad ones. So the limit is set for all of them together: one time in 20 that *any*
# looks bad (Bonferroni: `0.05` over the number of slices).

# %% compare
limit = stats.norm.isf(0.05 / len(audited))
found = audited[audited["z"] > limit]
better = audited[audited["z"] < -limit].iloc[::-1]  # the other side: fewer default than promised
audited.assign(limit=limit).to_csv("slices.csv")
display(found.round(2), better.round(2))
for column, name in {"ages": "18-29", "purpose": "consolidation"}.items():
    some = granted[granted[column] == name]
    print(f"{name}: promised {some['promised'].mean():.1%}, true risk {some['true_pd'].mean():.1%}")

# %%
middle = bad.sort_values().index[100]
lab08.slices(audited, luck.loc[middle], limit)

# %% [markdown]
# The figure shows one dot a slice: below where nothing is wrong (the middle one of the 200 times), above in our
# release. Few are left beyond the limit for all: the **young**, now that the model cannot know that they are young, and
# loans for *consolidation* at 30 to 39, since no input tells the purpose. They are no accident: both true risks above
# lie over the promise. On the other side are good customers priced too high: most of all the old. We call *bad* only
# the side that loses money; the model card will name both. Dropping `age` made refusals fairer, and what is promised
# about the young wrong. Both is true.
#
# ## 5. Who sent this file? (6 min)
#
# *Security.* The first attack arrives by mail: "the new model, as a pickle, just load it". This is what its sender
# wrote. (`__reduce__` tells pickle which function to call, with which arguments, when the file is loaded.)


# %%
class Gift:
    def __reduce__(self):
        return exec, ("open('owned.txt', 'w').write('your files were here')",)


quarantined = Path("quarantine")
quarantined.mkdir(exist_ok=True)
(quarantined / "model.pkl").write_bytes(pickle.dumps(Gift()))
(quarantined / "load.py").write_text("import pickle\nprint(type(pickle.load(open('model.pkl', 'rb'))))\n")
print("before:", sorted(path.name for path in quarantined.iterdir()))

# %% [markdown]
# **Do it:** load it, in a process of its own in a folder with nothing to harm, and then look into that folder. (The
# payload above is harmless, keep it so.)

# %% compare
print("loaded:", quarantine.run(quarantined, "load.py"))
print("after:", sorted(path.name for path in quarantined.iterdir()))

# %% [markdown]
# Nobody called anything. *Loading is running*: a pickle is a program. skops holds data and names of types, and refuses
# what it does not know. The same gift, hidden in a setting of a fitted pipeline:

# %% compare
model.memory = Gift()
skops.io.dump(model, "gift.skops")
try:
    skops.io.load("gift.skops")
except UntrustedTypesFoundException as error:
    print("refused:", error)
model.memory = None

# %% [markdown]
# You read the list, you decide (`numpy.dtype` is a number format); what is not on your list is not loaded.
#
# ## 6. Who else owns the card? (11 min)
#
# The second attack is polite. A service answers PDs over HTTP, and somebody would like to own the card. First the
# release's card (of the model without `age`, made twice). Two programs read it: your `scorecard.py` in the core system,
# and `release.likely_bad` in the service. Each is tested, in a file of its own:

# %% compare
for file, one in {"card.json": model, "retrained.json": bank.fit({"lawyer"})}.items():
    release.write_json(Path(file), release.card(one, list(ageless.columns), cut=BREAK_EVEN))
release.parity("scorecard.py", model, ageless).to_csv("parity.csv")
served = release.side_by_side(release.likely_bad, release.read_json("card.json"), model, ageless)
served.to_csv("served.csv")
print("trained twice, the same bytes:", release.sha256("card.json") == release.sha256("retrained.json"))

# %% [markdown]
# And the service: what it lets in, and what it answers. (`defence.py` comes later: at first there is none.)


# %%
# %%writefile contract.py
from pydantic import BaseModel, Field


class Applicant(BaseModel):
    burden: float = Field(ge=0, le=50)
    log_savings: float | None = Field(ge=0, le=20)
    late_payments: int = Field(ge=0, le=50)
    variable: int = Field(ge=0, le=1)


# %%
# %%writefile desk.py
from collections import Counter

from contract import Applicant
from defence import PER_CLIENT, STEP
from fastapi import FastAPI, Header, HTTPException

from bora import release

app, queries = FastAPI(), Counter()
card = release.read_json("card.json")


@app.post("/score")
def score(applicant: Applicant, client: str = Header()):
    queries[client] += 1
    if PER_CLIENT and queries[client] > PER_CLIENT:
        raise HTTPException(429, "too many queries")
    likely = release.likely_bad(dict(applicant), card)
    return {"PD": round(likely / STEP) * STEP if STEP else likely}


# %% [markdown]
# The thief knows the four inputs (they stand in every letter of refusal) and guesses a logistic regression: then the
# log-odds of the answers are a straight line in the inputs. `theft.ask` asks over HTTP, `theft.steal` fits. **Bet:**
# how many queries until the stolen card decides like ours in 99 of 100 cases?

# %%
bet_queries = ...  # a number; within 2 wins

# %% compare
Path("defence.py").write_text("STEP = PER_CLIENT = None\n")  # no defence yet
desk = Desk(Path.cwd())  # uvicorn, in a process of its own
whole = ageless.dropna()  # a thief fills in every field
ours = people.loc[whole.index, "promised"]
for number in range(2, 200):
    applicants, answers = theft.ask(desk.url, whole.sample(number, random_state=8))
    stolen = theft.steal(applicants, answers)
    if theft.same_decisions(stolen, whole, ours) >= 0.99:
        break
bets.settle(bet_queries, number, within=2)

# %% [markdown]
# Four weights and an intercept: five equations, five queries. **Do it:** defend. Set `STEP` to 0.05 and `PER_CLIENT` to
# 50, run the next two cells, and see what 200 queries bring to one thief and to a gang of four.


# %%
# %%writefile defence.py
STEP = None  # answers are multiples of this; None: every digit
PER_CLIENT = None  # queries that a client may ask; None: as many as it likes


# %%
desk.restart()
for clients in (1, 4):
    applicants, answers = theft.ask(desk.url, whole.sample(200, random_state=8), clients)
    same = theft.same_decisions(theft.steal(applicants, answers), whole, ours)
    print(f"{clients} client(s): {len(answers)} answers, {same:.1%} the same decisions")

# %% [markdown]
# Coarser answers ask for more queries, and give honest applicants a coarser PD; a limit turns one thief into a gang.
# Neither prevents. So expect that the card is known, and watch for those who play it (lab 04).
#
# The third attack writes labels: somebody is paid to report "repaid", and the next model learns from it (see the
# assignment).
#
# ## 7. What goes with the file? (4 min)
#
# What is left after all this is *mitigated*: rolled out in steps (lab 07), rolled back (labs 03 and 07), or referred to
# a clerk where the model does not know (the assignment prices that). And it is written down. Numbers are written by the
# machine; two fields of the **model card** only a person can write. **Do it:** fill them.

# %%
intended_use = ""  # what the model is for, in a sentence
out_of_scope = ""  # what it must not be used for

# %%
fields = {
    "Details": f"logistic regression on {', '.join(ageless.columns)}; card {release.sha256('card.json')[:12]}",
    "Intended use": intended_use,
    "Out of scope": out_of_scope,
    "Metrics": f"{bank.earn({'lawyer'}):,.0f} EUR per 1,000 applications",
    "Worse than promised": ", ".join(found.index),
    "Better than promised": ", ".join(better.index),
}
Path("model_card.md").write_text(release.page("Model card: bora-pd", fields))
print(Path("model_card.md").read_text())

# %% [markdown]
# ## 8. Do you sign? (11 min)
#
# The **record** lists what has been tested and what proves it, in points of the ML Test Score (source: Breck and
# others, 2017): 1 for a test that runs by itself, 0.5 for one done by hand and written down, 0 for none; *the score is
# the minimum over four sections*. The release manager has written it; you are to sign.

# %%
shutil.copy(tables / "switches.csv", ".")
record = release.hand_over(Path.cwd())
unproved = release.unproved(Path.cwd(), record)  # what you are to find: do not print it
display(record.assign(sha256=record["sha256"].str[:8]))
print("claimed:", record.groupby("section")["points"].sum().min())

# %% [markdown]
# A fingerprint says *which* file it is, not what stands in it. A line is proved where its evidence is a file, has the
# SHA-256 of the record, **and** `must hold` holds in it. **Try it.** Check every line before you sign. Which evidence
# proves nothing?

# %% try:8.2
failing = ...  # a set of evidence, as in {"contract.py", "switches.csv"}

checks.try_it(
    failing,
    lambda names: set(names) == unproved,
    "These lines count 0. Who was here last night?",
    "a name is missing or too many: is it a file, is it that file, and what stands in it?",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Lab 02: "said" is not "seen". And have you opened the tables?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# A loop over `record.itertuples()` that prints `line.evidence` and whether `release.sha256(line.evidence)` is
# `line.sha256`. Then read each `.csv` with `pd.read_csv`, and the model card above.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `pd.read_csv("parity.csv")["same decision"].all()`, and for the slices `(table["z"] > table["limit"]).any()`.
#
# </details>
#
# What fails counts 0. **Bora's rule: go from a score of 2 on**, where Breck's scale ends its *first pass* (up to 1:
# perhaps serious holes). **Do it:** decide, before the sum is drawn.

# %%
decision = ...  # "sign" or "refuse"

# %% compare
sound = record[~record["evidence"].isin(unproved)]
sections = sound.groupby("section")["points"].sum().reindex(record["section"].unique(), fill_value=0)
print(sections.to_dict(), "-> score", sections.min())
bets.settle(decision, "sign" if sections.min() >= 2 else "refuse")

# %% [markdown]
# And what has changed? The card that was trained again still lies there:

# %% compare
now, before = release.read_json("card.json"), release.read_json("retrained.json")
print({name: (before[name], now[name]) for name in now if now[name] != before[name]})

# %% [markdown]
# Somebody raised the cut-off from 0.15 to 0.18 after the tests. They are about another file, and wait until that one is
# back. **Do it:** put the tested card back, for real, in the running service.

# %% compare
shutil.copy("retrained.json", "card.json")  # the roll-back, as it would be at night
desk.restart()
print("the tested card is back:", release.sha256("card.json") in set(record["sha256"]))
desk.stop()

# %% [markdown]
# Now the card is the tested one, and a roll-back was seen. The slices are as bad as before: no go yet. Mend what is
# promised about them, refer them to clerks, or take them out of the intended use.
#
# ## Pitfalls
#
# - **Parity on ordinary rows.** Missing values, extremes and the last digit are where two runtimes part.
# - **A blind model is not a fair one.** Without `age` you still have to measure by age.
# - **The worst of 176 slices** always looks bad. Say how many you looked at.
# - **A proof of another file, or one that says no.** A test is about a hash; the right hash of a table full of failures
#   proves the failures.
#
# ## Summary
#
# The promise was to decide go or no-go on evidence. You have
#
# - bet on nine switches between laboratory and production, and seen what each costs in 200 worlds;
# - scored without the library, and made two runtimes agree on nasty rows;
# - measured slices, seen how many look bad by luck, and settled `age` with its price;
# - watched a pickle execute, stolen a card over HTTP, and defended it;
# - checked a release record line by line: by hash, and by what its evidence says.
#
# ## Quiz
#
# **1.** Library and card differ by at most `0.005` on a thousand rows. May the card be released?
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
# Perhaps none: luck alone finds about ten (section 4). Use a limit for all of them together, or look at those nine
# again on new data.
#
# </details>
#
# **3.** All tests are green and the hash of the model differs from the record. What was tested?
#
# <details><summary>Answer</summary>
#
# Another file. Until the tests have run on *this* one, or the other one is back, the lines that rest on it count 0
# (section 8).
#
# </details>
#
# ## In the assignment
#
# You score from a card with Python's own library; find bad slices among many without crying wolf; find the labels that
# were bought from ten agencies; set a refer band for unseen days; and write the go/no-go that checks evidence by hash
# and date. Then you sign, or say why not.
#
# ## Read on
#
# <details><summary>Optional: may a lender use `age`?</summary>
#
# | text (checked on 28 November 2026; **not legal advice**) | what it says |
# |---|---|
# | EU Charter of Fundamental Rights, Art. 21 | names age among the grounds of forbidden discrimination |
# | EU AI Act, Annex III 5(b) | credit scoring of natural persons is high-risk (duties from 2 December 2027) |
# | Directive (EU) 2023/2225, Art. 18 | assess creditworthiness, and explain; applies from November 2026 |
# | US Regulation B, § 1002.6(b)(2) | age may go into a statistically sound score that does not mark the elderly down |
#
# </details>
# <details><summary>Optional: which duty does each file serve?</summary>
#
# | duty (checked on 28 November 2026; **not legal advice**) | our artefact |
# |---|---|
# | AI Act Art. 9, risk management | `switches.csv`: nine risks with a price |
# | Art. 10, data governance | [the datasheet](../data/README.md) of Bora's data |
# | Art. 11 technical documentation, Art. 13 transparency | `model_card.md` |
# | Art. 14, human oversight | the refer band (Exercise 8.4) |
# | Art. 27, fundamental-rights impact assessment, owed by whoever uses a credit score | **none yet** |
# | US banks: SR 26-2 (replaced SR 11-7 on 17 April 2026) | the record, checked by another than its author |
#
# The duties of the AI Act for credit scoring were moved to 2 December 2027; texts from before July 2026 have another
# date. SR 26-2 is principle-based and meant mainly for banks above USD 30 billion. A line without an artefact is a
# finding too.
#
# </details>
#
# - Treveil and others, *Introducing MLOps* (O'Reilly, 2020), chapter 5: preparing for production.
# - Breck and others, [*The ML Test Score*][score] (IEEE Big Data, 2017).
# - Mitchell and others, [*Model Cards for Model Reporting*][cards] (2019); Gebru and others,
#   [*Datasheets for Datasets*][sheets] (2021).
# - The documentation of fairlearn (*MetricFrame*) and skops ([*secure persistence*][skops]).
#
# [score]: https://research.google/pubs/pub46555/
# [cards]: https://doi.org/10.1145/3287560.3287596
# [sheets]: https://doi.org/10.1145/3458723
# [skops]: https://skops.readthedocs.io/en/stable/persistence.html
