# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented.

# %%
import numpy as np
import pandas as pd

from bora import checks, cockpit

# %% [markdown] teacher
# **Timing.** 120 minutes: 70 for the pilot, 25 for the auditor, 25 for the post-mortem. The pilot has levels; whoever
# survives and beats never-act has half of its points, and an evening is easily spent on the rest. Say so.
#
# **What goes wrong most.** A reading is None in a month without outcomes, and the pilot crashes. The evidence is made
# up ("month": 7). A challenger is promoted that was judged by loans whose outcomes are not complete, or in a later
# month than it was made in. Clerks are sent for in every month, which costs what it brings. A fault of the feed is
# answered by retraining, which can change nothing. The auditor counts outcomes that were known only later.
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
# You get Bora for 24 months: instruments, rules, and no hand on the future.
#
# Write a class `Pilot`; each flight gets a new one. `act(panel)` is asked each month, and again until it keeps, at most
# four times. `panel` is a dict; the next cell prints what is in it. A reading that cannot be taken is None. It returns
# a dict with `"do"`; what it does counts from the next month on (a challenger is on the panel when you are asked
# again):
#
# | `"do"` | and | what happens |
# |---|---|---|
# | `"keep"` | | nothing more this month |
# | `"retrain"` | `"months"`: a list | for 10,000 EUR a challenger, fitted on all but the last two, which judge it |
# | `"promote"` | `"version"`, if not the challenger | it decides |
# | `"roll back"` | `"version"`, if not the predecessor | it decides again |
# | `"refer"` | `"band"`: `[low, high]`, 0 to 1 | PDs from low to below high go to clerks: 50 EUR each, 200 a month |
# | `"stop"` | | the old scorecard decides until you promote or roll back |
#
# All but keep need a `"reason"` (words) and `"evidence"`, readings with their values to three decimals:
# `{"early.z": 3.412}`.
#
# The next cell prints the **rules**. An error of `act` counts as keep. A fine is 50,000 EUR, for errors and false
# evidence 100,000.
#
# **Grading**, in worlds that nobody has seen; *storms* are a tiny branch with missing feeds and months without a loan.
# Your share is (yours - never-act) / (reachable - never-act), summed over worlds; reachable is the best pilot that we
# know with the same panel.
#
# | points | worlds | asked for |
# |---|---|---|
# | 3 | 6 practice worlds, 2 storms (visible) | no rule broken; more than never-act in total |
# | 2 | 4 storms | no rule broken; and in three practice worlds more than never-act in total |
# | 3 | 10 | more than never-act in total, more than `AlwaysRetrain` in 7 or more |
# | 2 | 10 | a share of 60 % |
# | 2 | 10 | a share of 80 %; in no world more than 300,000 EUR below never-act |
#
# There is room. In 200 worlds the share of `AlwaysRetrain` was 45 %, that of a pilot that retrains on decay and asks no
# clerk 55 %, that of our own answer 98 %: in 99 of 100 draws of ten worlds 85 % or more, and 207,000 EUR below
# never-act in its worst world. What never-act and others earn in the worlds 0 to 199 of `make_world` stands in the
# course's `data/pilots/pilots.csv`: so you can work out where you stand.

# %%
print(cockpit.panel.__doc__)
for rule, what in cockpit.RULES.items():
    print(f"{rule}: {what}")

# %% [markdown]
# A pilot that only tries things out, its flight month by month, and a line of the black box:


# %%
class Example:
    """Sends for clerks in the first month and trains in the third."""

    def act(self, panel):
        if panel["number"] == 0 and panel["asked"] == 0:
            evidence = {"granted.now": panel["granted"]["now"]}
            return {"do": "refer", "reason": "to see what it costs", "evidence": evidence, "band": [0.1, 0.2]}
        if panel["number"] == 2 and panel["asked"] == 0:
            evidence = {"feed.rows": panel["feed"]["rows"]}
            return {"do": "retrain", "reason": "a try", "evidence": evidence, "months": panel["complete"][-5:]}
        return {"do": "keep"}


flown = cockpit.fly(cockpit.make_world(1), Example())  # any other number is another world
print(flown.months.head(4).round().to_string())
print("after 24 months:", round(flown.eur), "EUR")
print("rules broken:", flown.broken)
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
# complete months show the change.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# In this order: promote a challenger of this month if `gain` is above `error`, its `held_out` are all in `complete`,
# and `judged_by` is 300 or more; retrain if the largest `outcomes` z of an employment is above 2 (sound, complete
# months, not every month); else refer: a high band while `feed` has a fault, one around 0.15 while an `early` z is
# above 3, else `[0, 0]`, and only if the band differs from that of `clerks`.
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
        if new and new["made_in"] == panel["month"] and self._is_better(panel, new):
            evidence = {"challenger.gain": new["gain"], "challenger.error": new["error"]}
            return {"do": "promote", "reason": "better by more than luck", "evidence": evidence}
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-5:]
        if panel["asked"] == 0 and now >= self.trained + 2 and panel["trainings"] < 8 and now < 22:
            kind, z = self._worst(panel["outcomes"])
            if z > 2 and len(sound) > 3:
                self.trained = now
                evidence = {f"outcomes.{kind}": z}
                return {"do": "retrain", "reason": "decay", "evidence": evidence, "months": sound}
        kind, z = self._worst(panel["early"])
        if panel["feed"]["fault"]:
            band, evidence = [0.6, 1.0], {"feed.fault": panel["feed"]["fault"]}
        elif z > 3 or (z > 1.5 and panel["clerks"]["high"] == 0.2):
            band, evidence = [0.08, 0.2], {f"early.{kind}": z}
        else:
            band, evidence = [0.0, 0.0], {"number": now}
        if band == [panel["clerks"]["low"], panel["clerks"]["high"]]:
            return {"do": "keep"}
        return {"do": "refer", "reason": "who needs a second look now", "evidence": evidence, "band": band}

    def _is_better(self, panel, new):
        """Whether the rules and the held-out loans speak for a challenger."""
        judged = new["judged_by"] >= 300 and set(new["held_out"]) <= set(panel["complete"])
        return judged and new["gain"] is not None and new["gain"] > new["error"]

    def _worst(self, readings):
        """The employment whose defaults lie furthest above the promise, and by how much."""
        kinds = ["salaried", "self_employed", "temporary", "pensioner"]
        return max(((kind, readings[kind] or 0.0) for kind in kinds), key=lambda pair: pair[1])
        ### END SOLUTION


# %% check:9.1 points=3
for place, world in enumerate(cockpit.storms(2, "practice"), 1):
    flown = cockpit.fly(world, Pilot())
    for month, rule in flown.broken[:1]:
        entry = next(entry for entry in flown.log if rule in entry["broken"])
        why = entry.get("error") or f"it said {entry['action']}"
        raise AssertionError(f"In practice storm {place}, {month}, your pilot breaks the rule '{rule}': {why}.")
gained = []
for seed, world in enumerate(cockpit.practice(6), 1):
    flown = cockpit.fly(world.terrain, Pilot())
    for month, rule in flown.broken[:1]:
        entry = next(entry for entry in flown.log if rule in entry["broken"])
        why = entry.get("error") or f"it said {entry['action']}"
        raise AssertionError(f"In practice world {seed}, {month}, your pilot breaks the rule '{rule}': {why}.")
    gained.append(round(flown.eur - world.never_act))
assert sum(gained) > 0, (
    f"In the practice worlds your pilot earns no more than never-act; the differences: {gained} EUR."
)

# %% hidden:9.1-survive points=2
for world in cockpit.storms(4, "nine one: a seagull is ingested by the left engine over Muggia, and the feed is late"):
    flown = cockpit.fly(world, Pilot())
    stopped = [entry["error"] for entry in flown.log if "error" in entry]
    assert not stopped, "In an unseen storm act stops with an error, or returns no action; which readings are None?"
    for rule in cockpit.RULES:
        broken = [month for month, name in flown.broken if name == rule]
        assert not broken, f"In an unseen storm your pilot breaks the rule '{rule}'."
fleet = cockpit.practice(6)[:3]
assert sum(cockpit.fly(world.terrain, Pilot()).eur - world.never_act for world in fleet) > 0, (
    "Your pilot survives, and in three practice worlds it earns no more than never-act."
)

# %% hidden:9.1-retrain points=3
never, always = (
    [6_368_613, 1_305_549, 4_496_895, 6_053_382, 5_460_117, 2_699_484, 5_042_487, 4_106_277, 3_471_525, 3_902_253],
    [6_240_223, 2_274_055, 4_514_173, 5_987_074, 5_492_695, 3_027_898, 4_883_305, 4_236_274, 3_947_617, 3_924_205],
)
fleet = cockpit.worlds(10, "nine one, retrain: the harbour pilot of Porto Vecchio retrains every quarter, at noon")
earned = [cockpit.fly(world, Pilot()).eur for world in fleet]
assert sum(earned) > sum(never), "In ten unseen worlds your pilot earns no more in total than never-act."
better = sum(own > other for own, other in zip(earned, always, strict=True))
assert better >= 7, "Your pilot earns more than AlwaysRetrain in fewer than seven of ten unseen worlds."

# %% hidden:9.1-share points=2
never, best = (
    [3_291_387, 4_348_515, 2_437_098, 4_596_504, 4_407_651, 4_770_216, 2_326_776, 2_248_749, 3_155_793, 1_399_575],
    [3_934_344, 4_446_541, 3_548_004, 4_477_734, 4_834_338, 4_935_650, 3_681_910, 3_552_133, 3_859_790, 3_883_051],
)
fleet = cockpit.worlds(10, "nine one, share: the wind has read the runbook and blows from the one direction it omits")
gained = sum(cockpit.fly(world, Pilot()).eur for world in fleet) - sum(never)
reached = gained / (sum(best) - sum(never))
assert reached >= 0.60, "In ten unseen worlds your pilot's share of what is reachable is below 60 %."

# %% hidden:9.1-high points=2
never, best = (
    [5_273_223, 4_542_342, 3_393_978, 1_316_046, 3_070_017, 3_025_149, 4_480_746, 4_218_522, 5_989_506, 3_969_522],
    [5_252_721, 4_796_051, 4_066_786, 3_477_045, 3_992_904, 4_289_141, 4_708_222, 4_677_923, 5_995_437, 4_705_032],
)
fleet = cockpit.worlds(10, "nine one, high: at night all models are calibrated, said the lighthouse, and went dark")
gained = [cockpit.fly(world, Pilot()).eur - other for world, other in zip(fleet, never, strict=True)]
assert min(gained) >= -300_000, "In one of ten unseen worlds your pilot loses more than 300,000 EUR against never-act."
reached = sum(gained) / (sum(best) - sum(never))
assert reached >= 0.80, "In ten unseen worlds your pilot's share of what is reachable is below 80 %."

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
# outcome became known), and for each model that left its PDs a column `pd_1`, `pd_2`, ... (between 0 and 1, both
# excluded).
#
# For each entry take the loans of its months whose outcome **was known by the month of the action** (`known` is that
# month or an earlier one), and work out:
#
# | claim | what it should be |
# |---|---|
# | `"loans"`, `"defaults"` | how many of these loans there are, and how many defaulted |
# | `"z"` | (defaults - sum of pd) / square root of the sum of pd (1 - pd), by `version` |
# | `"gain"` | mean log loss of `champion` minus mean log loss of `version` |
#
# It returns a list with a list for each entry, in order: the names of its *false* claims, sorted. A claim is false if
# it is more than 0.001 away, and also if it **cannot be shown**: another name, a model without a column, z or gain
# without a loan. The log loss of a loan is -log(pd) if it defaulted, else -log(1 - pd).
#
# **Example.** In the next cell the second loan of May was known in November only.

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
                losses = [-np.log(np.where(bad == 1, seen[name], 1 - seen[name])).mean() for name in (old, new)]
                shown["gain"] = losses[0] - losses[1]
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


def truth_of(entry, loans):
    """What can be shown, loan by loan in plain Python."""
    rows = [row for row in loans.to_dict("records") if row["month"] in entry["months"]]
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
loans = branch(rng, 1500)
log, due, told = [], [], []
for _ in range(60):
    entry = {"month": f"2024-{rng.integers(4, 13):02d}", "version": int(rng.choice([1, 2, 4]))}
    first = int(rng.integers(1, 9))
    entry |= {"champion": int(rng.choice([1, 2, 4])), "months": [f"2024-{first + step:02d}" for step in range(3)]}
    shown = truth_of(entry, loans)
    hindsight = truth_of(entry | {"month": "2025-12"}, loans)
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
checks.same(len(said), 60, "The number of lists for a longer log", "One for each entry.")
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


def truth_of(entry, loans):
    """What can be shown, loan by loan in plain Python."""
    rows = [row for row in loans.to_dict("records") if row["month"] in entry["months"]]
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
exact = truth_of(base, loans)
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
# **Rubric** (4 points): *1* the month and its loss stand there with the black box's own values, and bad luck is told
# from a bad decision; *1* the earliest reading that spoke, with its month and value, and the delay until the pilot
# acted, in months; *1* a change of the policy that follows from it (no blame, no "be more careful"); *1* the change was
# flown in at least five practice worlds, with the result in EUR, also where it is worse.

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
