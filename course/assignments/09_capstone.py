# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented.

# %%
import numpy as np
import pandas as pd

from bora import checks, cockpit

# %% [markdown] teacher
# **Timing.** 120 minutes: 70 for the pilot, 25 for the auditor, 25 for the post-mortem. The pilot has levels; an
# evening is easily spent on the last one. Say so. Hint 3 of the pilot, followed to the letter, reaches the last level.
#
# **What goes wrong most.** A reading is None in a month without outcomes, and the pilot crashes. The evidence is made
# up ("month": 7). Clerks are sent for in every month, which costs what it brings. A fault of the feed is answered by
# retraining, which can change nothing. The auditor counts outcomes that were known only later.
#
# **The stakes.** Thresholds come from 200 worlds (benchmarks/pilots.md). Old pilots travel: draw new worlds for the
# class with `coursekit leaderboard 09`, whose seed is published after the deadline.
#
# **Five questions for a talk of five minutes.** Which instrument does your pilot trust most, and when did it lie? What
# did your first pilot do in its worst month, and which line of the black box told you? Which rule of the six has cost
# you money, and would you keep it? What would you pay for one reading more? Where would you let a person decide?

# %% [markdown]
# ## Exercise 9.1: fly (12 points, 70 min)
#
# Write a class `Pilot`; each flight of 24 months gets a new one. `act(panel)` is asked each month, and again until it
# keeps, at most four times. It returns a dict, such as
# `{"do": "refer", "band": [0.1, 0.2], "reason": "young loans default", "evidence": {"early.z": 3.412}}`. Evidence is
# one reading of the panel or more, to three decimals (or None). What is done counts from the next month on.
#
# | `"do"` | and | what happens |
# |---|---|---|
# | `"keep"` | no reason, no evidence | nothing more this month |
# | `"retrain"` | `"months"`: three or more | a challenger, fitted on all but the last two, which judge it: 10,000 EUR |
# | `"promote"` | | the challenger decides |
# | `"refer"` | `"band"`: `[low, high]`, 0 to 1 | clerks look at PDs in the band, 50 EUR each, 200 a month |
#
# Clerks see documents: they err by half a unit of log-odds, and grant below a PD of 0.15. The panel is that of the
# lesson. With the helpers below these readings are enough for all points; each z may be None:
#
# | on the panel | says |
# |---|---|
# | `number`, `asked`, `trainings` | month 0 to 23; how often you have acted in it; trainings so far |
# | `feed.fault` | what broke the contract this month, or `""` |
# | `early`, `outcomes` | `z`, and a z for each employment: defaults above the promise, of young and of complete loans |
# | `challenger` | None, or with `gain` over the champion and `error`, the standard error of the gain |
# | `clerks.low`, `clerks.high` | the band now |
#
# <details><summary>All actions and readings, for later</summary>
#
# - `"promote"` and `"roll back"` take a `"version"`, if it is not the challenger or the predecessor that you mean.
# - `"stop"`: the old scorecard decides until you promote or roll back.
# - `"retrain"` without months takes what the deployed pipeline takes, broken or incomplete ones included; with fewer
#   than three it costs the same and makes no challenger.
# - `print(cockpit.panel.__doc__)` in a new cell lists all readings.
#
# </details>
#
# The next cell prints the **rules**. A fine is 50,000 EUR, for errors and false evidence 100,000.
#
# **Grading.** Your *share* is (yours - never-act) / (reachable - never-act), summed over worlds; reachable is the best
# pilot that we know. *Storms* are tiny branches with months without a feed or a loan.
#
# | points | worlds | asked for |
# |---|---|---|
# | 2 | 2 storms, 3 practice worlds (visible) | no rule broken; more than never-act in total |
# | 1 | 6 practice worlds (visible) | a share of 65 % |
# | 3 | 3 storms, 8 worlds | no rule broken in storms; a share of 60 % |
# | 3 | 8 worlds | a share of 70 % |
# | 3 | 8 worlds | a share of 80 %; nowhere more than 300,000 EUR below never-act |
#
# In 200 worlds `Starter`, below, has a share of 40 %, `AlwaysRetrain` 45 %, *decay* (retrains when complete outcomes
# decay, asks no clerk) 55 % and our own answer 98 %: about 85 % or more in 99 of 100 draws of 8 worlds. In the hidden
# worlds `AlwaysRetrain` and *decay* reach about that, and so no more than the first 2 points.

# %%
for rule, what in cockpit.RULES.items():
    print(f"{rule}: {what}")

# %% [markdown]
# Three helpers, and a pilot to start from. It is the one of the lesson: it keeps the rules, and that is all.


# %%
KINDS = ["salaried", "self_employed", "temporary", "pensioner"]


def sound_months(panel):
    """The complete months whose batch kept the contract, oldest first."""
    return [month for month in panel["complete"] if not panel["batches"][month]]


def may_promote(panel):
    """Whether there is a challenger of this month that the rules allow to promote."""
    new = panel["challenger"]
    if not new or new["made_in"] != panel["month"] or new["gain"] is None:
        return False
    clean = not any(panel["batches"].get(month) for month in new["fitted_on"])
    return clean and new["judged_by"] >= 300 and set(new["held_out"]) <= set(panel["complete"])


def worst(readings):
    """The employment with the highest z in panel["early"] or panel["outcomes"], and that z; twice None without one."""
    known = [(kind, readings[kind]) for kind in KINDS if readings[kind] is not None]
    return max(known, key=lambda pair: pair[1], default=(None, None))


class Starter:
    """Retrains while young loans default too much, on whatever is complete and clean."""

    def act(self, panel):
        if may_promote(panel) and panel["challenger"]["gain"] > 0:
            evidence = {"challenger.gain": panel["challenger"]["gain"]}
            return {"do": "promote", "reason": "better on held-out loans", "evidence": evidence}
        kind, z = worst(panel["early"])
        if panel["asked"] == 0 and panel["trainings"] < 8 and z is not None and z > 3:
            action = {"do": "retrain", "reason": "too many defaults", "evidence": {f"early.{kind}": z}}
            return action | {"months": sound_months(panel)[-8:]}
        return {"do": "keep"}


flown = cockpit.fly(cockpit.make_world(1), Starter())  # any other number is another world
print(flown.months.head(4).round().to_string())
print("after 24 months:", round(flown.eur), "EUR; rules broken:", flown.broken)
print(flown.log[4]["month"], flown.log[4]["action"])

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Three things can be wrong: the data, the world, the model. Which reading tells which first, and which action helps
# against it *at once*? Fly never-act, and read the panels of its worst months in `flown.log`.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Clerks are dear in calm months and cheap in bad ones. With a broken feed the model refuses people for certain whom it
# would otherwise grant: which PDs have they got? When one employment defaults more than promised, `early` says so
# months before `outcomes`, and the doubtful are those around the break-even (0.15). A new model helps only once
# complete months show the change. The bands decide most: try several.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# In this order: promote if `may_promote` and `gain` is above `error`; retrain if the largest `outcomes` z of an
# employment (if there is one) is above 2 (not more than every third month, on the last eight sound ones); else refer:
# `[0.5, 1]` while `feed` has a fault, `[0.1, 0.2]` while an `early` z is above 3, else `[0, 0]`, and only if the band
# differs from that of `clerks`. In the six practice worlds this has a share of 91 %.
#
# </details>


# %% answer:9.1 names="Pilot"
class Pilot:
    """Sends for clerks while something is wrong, and for a new model once there are outcomes to learn from."""

    def __init__(self):
        ### BEGIN SOLUTION
        self.trained = -9
        ### END SOLUTION

    def act(self, panel):
        """What to do now, given what the instruments show."""
        ### BEGIN SOLUTION
        new, now = panel["challenger"], panel["number"]
        if may_promote(panel) and new["gain"] > new["error"]:
            evidence = {"challenger.gain": new["gain"], "challenger.error": new["error"]}
            return {"do": "promote", "reason": "better by more than luck", "evidence": evidence}
        sound = sound_months(panel)[-5:]
        kind, z = worst(panel["outcomes"])
        due = panel["asked"] == 0 and now >= self.trained + 2 and panel["trainings"] < 8 and now < 22
        if due and (z or 0) > 2 and len(sound) > 3:
            self.trained = now
            return {"do": "retrain", "reason": "decay", "evidence": {f"outcomes.{kind}": z}, "months": sound}
        kind, z = worst(panel["early"])
        high = z or 0
        if panel["feed"]["fault"]:
            band, evidence = [0.6, 1.0], {"feed.fault": panel["feed"]["fault"]}
        elif high > 3 or (high > 1.5 and panel["clerks"]["high"] == 0.2):
            band, evidence = [0.08, 0.2], {f"early.{kind}": z}
        else:
            band, evidence = [0.0, 0.0], {"number": now}
        if band == [panel["clerks"]["low"], panel["clerks"]["high"]]:
            return {"do": "keep"}
        return {"do": "refer", "reason": "who needs a second look now", "evidence": evidence, "band": band}
        ### END SOLUTION


# %% check:9.1 points=2
places = [(f"storm {place}", world) for place, world in enumerate(cockpit.storms(2, "practice"), 1)]
fleet = cockpit.practice(6)[:3]
places += [(f"world {seed}", world.terrain) for seed, world in enumerate(fleet, 1)]
earned = []
for place, world in places:
    flown = cockpit.fly(world, Pilot())
    for month, rule in flown.broken[:1]:
        entry = next(entry for entry in flown.log if rule in entry["broken"])
        why = entry.get("error") or f"it said {entry['action']}"
        if rule == "false evidence":
            why = cockpit.contradicted(entry["panel"], entry["action"])
        raise AssertionError(f"In practice {place}, {month}, your pilot breaks the rule '{rule}': {why}.")
    earned.append(flown.eur)
gained = [round(eur - world.never_act) for eur, world in zip(earned[2:], fleet, strict=True)]
assert sum(gained) > 0, f"In practice worlds 1 to 3 your pilot earns no more than never-act: {gained} EUR."

# %% check:9.1-share points=1
reachable = [4_377_117, 3_963_450, 3_811_116, 4_129_838, 6_361_453, 4_939_048]  # EUR in practice worlds 1 to 6
gained, best, better = [], [], 0
for world, most in zip(cockpit.practice(6), reachable, strict=True):
    eur = cockpit.fly(world.terrain, Pilot()).eur
    gained.append(round(eur - world.never_act))
    best.append(round(most - world.never_act))
    better += eur > world.always_retrain
share = sum(gained) / sum(best)
print(
    f"Six practice worlds: a share of {share:.0%}; more than AlwaysRetrain in {better} of 6; worst {min(gained):,} EUR."
)
assert share >= 0.65, (
    f"In the practice worlds your pilot's share is {share:.0%}: 65 % is asked for here, and 60, 70 and 80 % in unseen "
    f"worlds. EUR ahead of never-act: {gained}; reachable: {best}."
)

# %% hidden:9.1-share points=3
for world in cockpit.storms(3, "nine one: a seagull is ingested by the left engine over Muggia, and the feed is late"):
    flown = cockpit.fly(world, Pilot())
    stopped = [entry["error"] for entry in flown.log if "error" in entry]
    assert not stopped, "In an unseen storm act stops with an error, or returns no action; which readings are None?"
    for rule in cockpit.RULES:
        broken = [month for month, name in flown.broken if name == rule]
        assert not broken, f"In an unseen storm your pilot breaks the rule '{rule}'."
never, best = (
    [2_007_717, 2_813_685, 2_288_715, 3_994_302, 3_221_433, 2_845_755, 4_080_642, 4_234_968],
    [3_616_608, 3_622_188, 3_675_819, 4_578_174, 3_777_196, 4_393_595, 4_730_350, 4_831_895],
)
fleet = cockpit.worlds(
    8, "nine one, share: the wind has read the runbook and blows from the one direction it omits (2)"
)
gained = sum(cockpit.fly(world, Pilot()).eur for world in fleet) - sum(never)
assert gained > 0, "In eight unseen worlds your pilot earns no more in total than never-act."
reached = gained / (sum(best) - sum(never))
assert reached >= 0.60, "In eight unseen worlds your pilot's share of what is reachable is below 60 %."

# %% hidden:9.1-higher points=3
never, best = (
    [3_591_984, 2_600_406, 3_187_632, 6_374_523, 6_572_712, 4_387_335, 3_193_989, 6_200_967],
    [4_210_908, 3_615_722, 4_142_636, 6_377_682, 6_426_969, 4_686_000, 3_721_515, 6_142_350],
)
fleet = cockpit.worlds(8, "nine one, higher: the harbour pilot of Porto Vecchio retrains every quarter, at noon (1)")
gained = sum(cockpit.fly(world, Pilot()).eur for world in fleet) - sum(never)
reached = gained / (sum(best) - sum(never))
assert reached >= 0.70, "In eight unseen worlds your pilot's share of what is reachable is below 70 %."

# %% hidden:9.1-high points=3
never, best = (
    [3_424_380, 5_711_415, 4_540_884, 3_704_112, 3_301_770, 4_377_363, 2_526_000, 4_091_781],
    [4_416_830, 5_804_707, 4_927_338, 4_390_450, 4_056_430, 4_594_638, 3_930_968, 4_417_839],
)
fleet = cockpit.worlds(8, "nine one, high: at night all models are calibrated, said the lighthouse, and went dark (1)")
gained = [cockpit.fly(world, Pilot()).eur - other for world, other in zip(fleet, never, strict=True)]
reached = sum(gained) / (sum(best) - sum(never))
assert reached >= 0.80, "In eight unseen worlds your pilot's share of what is reachable is below 80 %."
assert min(gained) >= -300_000, "In an unseen world your pilot ends more than 300,000 EUR below never-act."

# %% [markdown]
# ## Exercise 9.2: the auditor (4 points, 25 min)
#
# Another branch has a black box, too, and its pilot is a better writer than flier. You get its claims and its loans,
# and believe the loans.
#
# Write `audit(log, loans)`. `log` is a list of entries:
#
# | key | what it is |
# |---|---|
# | `"month"` | month of the action, `"YYYY-MM"` |
# | `"version"`, `"champion"` | the model that the entry is about, and the model that decided then |
# | `"months"` | the months whose loans were looked at |
# | `"claims"` | dict: name -> number |
#
# `loans` is a table with any index, a row a granted loan: `month`, `default` (0 or 1), `known` (the month in which that
# outcome became known), and for each model that left its PDs a column `pd_1`, `pd_2`, ... (between 0 and 1).
#
# For each entry take the loans of its months whose outcome **was known by the month of the action** (then or earlier):
#
# | claim | what it should be |
# |---|---|
# | `"loans"`, `"defaults"` | how many of these loans there are, and how many defaulted |
# | `"z"` | (defaults - sum of pd) / square root of the sum of pd (1 - pd), by `version` |
# | `"gain"` | mean log loss of `champion` minus mean log loss of `version` |
#
# It returns a list with a list for each entry, in order: the names of its *false* claims, sorted. A claim is false if
# it is more than 0.001 away, or **cannot be shown**: another name, a model without a column, z or gain without a loan.
#
# **Example.** In the next cell the second loan of May was known in November only. `log_losses`, given, is the log loss
# of each loan.


# %%
example_loans = pd.DataFrame(
    {
        "month": ["2024-05", "2024-05", "2024-06"],
        "default": [1, 0, 0],
        "known": ["2024-08", "2024-11", "2024-12"],
        "pd_1": [0.1, 0.1, 0.2],
        "pd_2": [0.3, 0.1, 0.1],
    }
)
example_log = [
    {"month": "2024-11", "version": 2, "champion": 1, "months": ["2024-05"], "claims": {"loans": 2, "gain": 0.549}},
    {"month": "2024-10", "version": 2, "champion": 1, "months": ["2024-05"], "claims": {"loans": 2, "defaults": 1}},
    {"month": "2024-12", "version": 3, "champion": 2, "months": ["2024-06"], "claims": {"z": -0.33, "mood": 1}},
]
example_false = [[], ["loans"], ["mood", "z"]]


def log_losses(pds, default):
    """-log(pd) where a loan defaulted, else -log(1 - pd); an array."""
    return -np.log(np.where(np.asarray(default) == 1, pds, 1 - np.asarray(pds)))


# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# What was known then? Everything else is arithmetic, and most pilots who lie do not lie about arithmetic.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# For each entry: filter the loans once, put what can be shown into a dict (name -> value), and compare the claims with
# it. What is not in the dict cannot be shown.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `seen = loans[loans["month"].isin(entry["months"]) & (loans["known"] <= entry["month"])]`; months compare as texts.
# `f"pd_{entry['version']}" in loans` says whether a model has left its PDs.
#
# </details>


# %% answer:9.2 names="audit"
def audit(log, loans):
    """For each entry of a black box the names of its false claims, sorted."""
    ### BEGIN SOLUTION
    found = []
    for entry in log:
        seen = loans[loans["month"].isin(entry["months"]) & (loans["known"] <= entry["month"])]
        bad = seen["default"].to_numpy()
        shown = {"loans": len(seen), "defaults": int(bad.sum())}
        new, old = (f"pd_{entry[role]}" for role in ("version", "champion"))
        if len(seen) and new in loans:
            pds = seen[new].to_numpy()
            shown["z"] = (bad.sum() - pds.sum()) / np.sqrt((pds * (1 - pds)).sum())
            if old in loans:
                shown["gain"] = log_losses(seen[old], bad).mean() - log_losses(pds, bad).mean()
        claims = entry["claims"]
        found.append(sorted(name for name in claims if not abs(claims[name] - shown.get(name, np.inf)) <= 0.001))
    return found
    ### END SOLUTION


# %% check:9.2 points=1
said = checks.plain(audit([dict(entry) for entry in example_log], example_loans.copy()), "audit")
assert type(said) is list, "audit should return a list with a list of names for each entry."
checks.same(len(said), 3, "The number of lists", "One for each entry of the log.")
checks.same(said[0], [], "What you say of the first entry", "Both loans of May were known by November.")
checks.same(said[1], ["loans"], "What you say of the second entry", "What was known in October?")
checks.same(said[2], ["mood", "z"], "What you say of the third entry", "Version 3 has left no PDs.")


# %% hidden:9.2 points=1.5
def branch(rng, count):
    """Loans of another branch, in no order, under odd labels."""
    months = [f"2024-{number:02d}" for number in range(1, 13)] + [f"2025-{number:02d}" for number in range(1, 8)]
    given = rng.integers(0, 12, count)
    bad = (rng.random(count) < 0.15).astype(int)
    wait = np.where(bad == 1, rng.integers(1, 7, count), 6)
    table = pd.DataFrame({"default": bad, "month": np.array(months)[given], "known": np.array(months)[given + wait]})
    for version in (1, 2, 4):
        table[f"pd_{version}"] = rng.beta(2, 10, count).clip(0.01, 0.9)
    return table.set_axis(rng.integers(0, 50, count))


def truth_of(entry, rows):
    """What can be shown, loan by loan in plain Python."""
    rows = [row for row in rows if row["month"] in entry["months"]]
    rows = [row for row in rows if row["known"] <= entry["month"]]
    shown = {"loans": float(len(rows)), "defaults": float(sum(row["default"] for row in rows))}
    new, old = f"pd_{entry['version']}", f"pd_{entry['champion']}"
    if rows and new in rows[0]:
        expected, variance = sum(row[new] for row in rows), sum(row[new] * (1 - row[new]) for row in rows)
        shown["z"] = (shown["defaults"] - expected) / variance**0.5
        if old in rows[0]:
            ratio = [row[new] / row[old] if row["default"] else (1 - row[new]) / (1 - row[old]) for row in rows]
            shown["gain"] = float(np.log(ratio).mean())
    return shown


rng = np.random.default_rng(92)
loans = branch(rng, 1200)
rows = loans.to_dict("records")
log, due = [], []
for _ in range(40):
    entry = {"month": f"2024-{rng.integers(4, 13):02d}", "version": int(rng.choice([1, 2, 4]))}
    first = int(rng.integers(1, 9))
    entry |= {"champion": int(rng.choice([1, 2, 4])), "months": [f"2024-{first + step:02d}" for step in range(3)]}
    shown = truth_of(entry, rows)
    hindsight = truth_of(entry | {"month": "2025-12"}, rows)
    claims, lies = {}, []
    for name, value in shown.items():
        kind = str(rng.choice(["true", "true", "near", "hindsight", "off"]))
        claim = {"near": value + 0.0004, "off": value + 1.5, "hindsight": hindsight[name]}.get(kind, value)
        claims[name] = claim
        lies += [name] if abs(claim - value) > 0.001 else []
    log.append(entry | {"claims": claims})
    due.append(sorted(lies))
try:
    said = checks.plain(audit([dict(entry) for entry in log], loans.copy()), "audit")
except (TypeError, LookupError, ValueError, ZeroDivisionError, AttributeError) as error:
    raise AssertionError(f"audit stops with an error ({type(error).__name__}) on a longer log.") from None
assert type(said) is list, "audit should return a list."
checks.same(len(said), 40, "The number of lists for a longer log", "One for each entry.")
for name in ("loans", "defaults", "z", "gain"):
    right = [name in one for one in due]
    assert [name in one for one in said] == right, f"In a longer log you judge some claims of '{name}' wrongly."
checks.same(said, due, "The list for a longer log", "The names of the false claims, sorted, once each.")


# %% hidden:9.2-edges points=1.5
def branch(rng, count):
    """Loans of another branch, in no order, under odd labels."""
    months = [f"2024-{number:02d}" for number in range(1, 13)] + [f"2025-{number:02d}" for number in range(1, 8)]
    given = rng.integers(0, 12, count)
    bad = (rng.random(count) < 0.15).astype(int)
    wait = np.where(bad == 1, rng.integers(1, 7, count), 6)
    table = pd.DataFrame({"default": bad, "month": np.array(months)[given], "known": np.array(months)[given + wait]})
    for version in (1, 2, 4):
        table[f"pd_{version}"] = rng.beta(2, 10, count).clip(0.01, 0.9)
    return table.set_axis(rng.integers(0, 50, count))


def truth_of(entry, rows):
    """What can be shown, loan by loan in plain Python."""
    rows = [row for row in rows if row["month"] in entry["months"]]
    rows = [row for row in rows if row["known"] <= entry["month"]]
    shown = {"loans": float(len(rows)), "defaults": float(sum(row["default"] for row in rows))}
    new, old = f"pd_{entry['version']}", f"pd_{entry['champion']}"
    if rows and new in rows[0]:
        expected, variance = sum(row[new] for row in rows), sum(row[new] * (1 - row[new]) for row in rows)
        shown["z"] = (shown["defaults"] - expected) / variance**0.5
        if old in rows[0]:
            ratio = [row[new] / row[old] if row["default"] else (1 - row[new]) / (1 - row[old]) for row in rows]
            shown["gain"] = float(np.log(ratio).mean())
    return shown


rng = np.random.default_rng(902)
loans = branch(rng, 400)
base = {"month": "2024-12", "version": 2, "champion": 1, "months": ["2024-03", "2024-04"]}
exact = truth_of(base, loans.to_dict("records"))
young = base | {"month": "2024-03", "months": ["2024-03"]}
edges = [
    ("an entry without claims", base, {}, []),
    ("all claims are true", base, dict(exact), []),
    ("a claim is 0.0009 too large", base, {"z": exact["z"] + 0.0009}, []),
    ("a claim is 0.0011 too small", base, {"gain": exact["gain"] - 0.0011}, ["gain"]),
    ("no loan was known yet", young, {"loans": 0, "defaults": 0, "z": 0.0, "gain": 0.0}, ["gain", "z"]),
    ("a month has no loan at all", base | {"months": ["2023-01"]}, {"loans": 0, "z": 0}, ["z"]),
    ("the version has left no PDs", base | {"version": 3}, dict(exact), ["gain", "z"]),
    ("the champion has left no PDs", base | {"champion": 3}, {"z": exact["z"], "gain": exact["gain"]}, ["gain"]),
    ("a claim has another name", base, {"loans": exact["loans"], "auc": 0.8}, ["auc"]),
    ("the version is the champion", base | {"champion": 2}, {"gain": 0}, []),
]
for story, entry, claims, false in edges:
    try:
        said = checks.plain(audit([entry | {"claims": dict(claims)}], loans.copy()), "audit")
    except (TypeError, LookupError, ValueError, ZeroDivisionError, AttributeError) as error:
        raise AssertionError(f"audit stops with an error ({type(error).__name__}) where {story}.") from None
    checks.same(said, [false], f"What you say where {story}", "Read what counts as false again.")
checks.same(audit([], loans.copy()), [], "What you say of an empty log", "Nothing was claimed.")

# %% [markdown]
# ## Exercise 9.3: post-mortem of your worst month (4 points, 25 min)
#
# Take a flight of your pilot through a practice world that went badly (`flown.months` minus those of never-act helps to
# find it), and the month of it that cost most. In at most 300 words, from the black box: what happened, with readings
# and months? Which instrument showed it first, in which month, and what did your pilot do then? What would you change,
# and how do you know that it does not cost more in other worlds?
#
# **Rubric**, half points are possible:
#
# 1. **The month** (1 point): it and its loss stand there with the black box's own values, and bad luck is told from a
#    bad decision.
# 2. **The first sign** (1 point): the earliest reading that spoke, with its month and value, and the delay until the
#    pilot acted, in months.
# 3. **A change of the policy** (1 point): it follows from this (no blame, no "be more careful").
# 4. **Flown** (1 point): the change was flown in at least three practice worlds, with the result in EUR, also where it
#    is worse.

# %% [markdown] written:9.3 points=4
# *Month.* Practice world 3, February 2025: our answer earns 56,280 EUR and never-act 114,624, so the month costs 58,344
# EUR, in a flight that ends 1,242,090 EUR ahead.
#
# *What happened.* In December 2024 the feed broke (`feed.fault`: income, 21 % out of contract). The pilot moved its
# clerks from the band 0.08 to 0.2 to the band 0.6 to 1, to those whom broken incomes refuse. But the world was wrong as
# well, and had been for long: `early.self_employed` was 11.85 that month. From January on nobody looked at those around
# the break-even; in February the pilot granted 565 loans where never-act granted 484.
#
# *First sign.* `early.self_employed`, 5.37 in July 2024. The pilot sent for clerks in the same month, a delay of none.
# In December it had both readings and could follow one only, since there is one band: it followed the feed. In that
# month the clerks refused 119 of 176, which said the same as `early`.
#
# *Change.* The band around the break-even comes first while `early` is above its limit, whatever the feed says.
#
# *Flown* in the six practice worlds, against the answer as it is: +27,015, -147,810, -19,396, -59,059, 0 and 0 EUR. It
# is worse, by 199,250 EUR in total. In February 2025 itself it would have earned 72,164, still less than never-act. So
# the month was mostly luck: the next one, flown with the same band, lies 32,511 ahead. I keep the policy, and would ask
# for a second band instead.
