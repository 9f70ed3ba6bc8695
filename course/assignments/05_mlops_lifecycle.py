# %%
from copy import deepcopy

import numpy as np

from bora import checks

# %% [markdown] teacher
# **Timing.** 110 minutes: 30, 25, 20, 20 for the exercises and 15 for the written answer. For a shorter hand-in drop
# Exercise 5.4. Exercise 5.1 is the one that separates: the lesson's fixed margin, copied, releases models that are no
# better, and two means compared as if the samples were independent block nearly everything.
#
# **What goes wrong most.** In 5.2 the schedule is counted from the first month instead of from the last training. In
# 5.3 a fault of a newer batch hides that of an older one. In 5.4 events are labelled in the right
# way and told in the order of their names. Each has its own message.

# %% [markdown]
# ## Exercise 5.1: two gates and their price (5 points, 30 min)
#
# Bora's loop has trained a challenger and you are the gates. A bad model that you release costs five times as much
# as a good one that you block, and both happen to whoever decides by feeling.
#
# Write `may_release(case)`. It returns `True` (release) or `False` (block). `case` is a dict:
#
# - `"month"`: the month of the decision, `"YYYY-MM"`;
# - `"months"`: the months of the snapshot, oldest first;
# - `"strange"`: a dict from each of these months to the share of its rows out of contract (0.02 is 2 %);
# - `"champion"`, `"challenger"`: arrays with the log loss of *each held-out loan* under either model, the same loans
#   in the same order.
#
# The **data** are sound if the newest month of the snapshot is complete (it lies six months before `"month"`, or
# longer ago) and no month has more than 1 % of its rows out of contract. A release is good if the data are sound
# *and* the challenger is truly better; how it did on some hundred loans is only a sample of that.
#
# **How it is graded.** `make_case(seed)` below makes a case and says whether releasing it is good. Over 100 cases
# your cost is 5 for each bad release and 1 for each good model blocked. Releasing everything costs about 300,
# blocking everything about 40. Asked for: at most 8 on the practice cases (visible), at most 10 on 100 unseen ones
# (hidden), and at most 7 on 100 others (hidden).
#
# **Example.** `make_case(0)` is shown by the next cell.


# %%
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]


def make_case(seed):
    """A case, and whether releasing it is good."""
    rng = np.random.default_rng(seed)
    kind = str(rng.choice(["better", "equal", "worse", "young", "poisoned"], p=[0.45, 0.15, 0.1, 0.15, 0.15]))
    now, loans = int(rng.integers(16, 36)), int(rng.integers(300, 1500))
    last = now - 6 + (int(rng.integers(1, 6)) if kind == "young" else -int(rng.integers(0, 3)))
    months = MONTHS[last - 7 : last + 1]
    strange = {month: round(float(rng.choice([0, 0, rng.uniform(0, 0.006)])), 4) for month in months}
    if kind == "poisoned":
        strange[str(rng.choice(months))] = round(float(rng.uniform(0.02, 0.3)), 4)
    gain = {"better": rng.uniform(0.015, 0.035), "equal": -0.002, "worse": -0.015}.get(kind, rng.uniform(0.0, 0.04))
    champion = rng.gamma(0.5, 0.6, loans)
    challenger = champion * rng.lognormal(0, 0.1, loans) - gain + rng.normal(0, 0.15, loans)
    case = {"month": MONTHS[now], "months": months, "strange": strange, "champion": champion, "challenger": challenger}
    return case, kind == "better"


example_case, example_good = make_case(0)
print({key: example_case[key] for key in ("month", "months", "strange")})
print("mean log loss", example_case["champion"].mean().round(4), "->", example_case["challenger"].mean().round(4))
print("good to release:", example_good)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# The first gate needs no statistics at all, and needs every month. For the second: how large can the mean difference
# be by luck?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Both models were judged on the same loans, so look at the difference *loan by loan*: its mean, and the standard error
# of that mean. Then try several limits on the practice cases; the prices tell you which way to lean.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With `gain` an array of differences, `gain.mean() / (gain.std() / len(gain) ** 0.5)` says how many standard errors
# the challenger is ahead. Months compare as strings, but "six months before" needs a count: `12 * year + month`.
#
# </details>


# %% answer:5.1 names="may_release"
def may_release(case):
    """True where the data are sound and the challenger is better by more than luck."""
    ### BEGIN SOLUTION
    now, newest = (12 * int(month[:4]) + int(month[5:]) for month in (case["month"], case["months"][-1]))
    if newest > now - 6 or any(share > 0.01 for share in case["strange"].values()):
        return False
    gain = case["champion"] - case["challenger"]
    return bool(gain.mean() > 1.5 * gain.std() / len(gain) ** 0.5)
    ### END SOLUTION


# %% check:5.1 points=2
cost = 0
for seed in range(100):
    case, good = make_case(seed)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, f"may_release should return True or False, not {type(verdict).__name__}."
    cost += 5 if verdict and not good else int(good and not verdict)
hint = "Count apart: bad models released (which kind?), good models blocked."
assert cost <= 8, f"Your cost on the 100 practice cases is {cost}; at most 8 is asked for. {hint}"

# %% hidden:5.1 points=2
cost = 0
for seed in range(5_052_000, 5_052_100):
    case, good = make_case(seed)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, f"may_release should return True or False, not {type(verdict).__name__}."
    cost += 5 if verdict and not good else int(good and not verdict)
assert cost <= 10, f"Your cost on 100 unseen cases is {cost}; at most 10 is asked for."

# %% hidden:5.1-high points=1
cost = 0
for seed in range(5_051_000, 5_051_100):
    case, good = make_case(seed)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, f"may_release should return True or False, not {type(verdict).__name__}."
    cost += 5 if verdict and not good else int(good and not verdict)
assert cost <= 7, f"Your cost on 100 other unseen cases is {cost}; at most 7 is asked for these points."

# %% [markdown]
# ## Exercise 5.2: when to train (4 points, 25 min)
#
# In its last months Bora's loop trained every single month, because each alarm was a reason. You write the policy
# that lets it rest, unless money is being lost.
#
# Write `plan_training(signals, every, cooldown)`. `signals` is a list of dicts, one for each month, in order:
# `"month"` (`"YYYY-MM"`), `"drift"` (a PSI), `"z"` (defaults above the champion's promise, in standard deviations;
# `None` while no month is complete) and `"asked"` (`True` where a person asks for training). The first model was
# trained in the month *before* the first signal. The reasons to train in a month, in this order:
#
# - `"decay"`: `z` is above 3;
# - `"drift"`: `drift` is above 0.25 in this month *and* in the month before it (so never in the first month);
# - `"schedule"`: the last training was `every` months ago, or longer;
# - `"request"`: a person asks.
#
# In the `cooldown` months that follow a training (the first one included), drift and schedule are no reasons; decay
# and requests always are. A month with at least one reason trains. `every` is at least 1, `cooldown` at least 0.
#
# It returns a list with a dict for each month that trains: `"month"` and `"reasons"` (a list, in the order above).
#
# **Example.** With `every=3` and `cooldown=1`, the signals below train in March, because the last training was in
# December, three months ago; in April only because of decay: drift has lasted two months but the cool-down mutes it;
# and in June: drift again, and the cool-down of April is over.

# %%
example_signals = [
    {"month": "2025-01", "drift": 0.05, "z": None, "asked": False},
    {"month": "2025-02", "drift": 0.10, "z": 0.4, "asked": False},
    {"month": "2025-03", "drift": 0.31, "z": 1.1, "asked": False},
    {"month": "2025-04", "drift": 0.35, "z": 3.6, "asked": False},
    {"month": "2025-05", "drift": 0.33, "z": 2.9, "asked": False},
    {"month": "2025-06", "drift": 0.36, "z": 1.0, "asked": False},
]
example_plan = [
    {"month": "2025-03", "reasons": ["schedule"]},
    {"month": "2025-04", "reasons": ["decay"]},
    {"month": "2025-06", "reasons": ["drift"]},
]

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# One number must be carried from month to month. Which?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Number the months 0, 1, 2, ...; the first training then happened at -1. From `place - last` follow both the schedule
# and the cool-down.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Collect `(name, holds)` pairs in the order of the statement and keep the names that hold. A month is within the
# cool-down where `place - last <= cooldown`.
#
# </details>


# %% answer:5.2 names="plan_training"
def plan_training(signals, every, cooldown):
    """The months that train, each with its reasons."""
    ### BEGIN SOLUTION
    plan, last, drifted = [], -1, False
    for place, signal in enumerate(signals):
        ago, drifts = place - last, signal["drift"] > 0.25
        rested = ago > cooldown
        causes = {
            "decay": signal["z"] is not None and signal["z"] > 3,
            "drift": rested and drifts and drifted,
            "schedule": rested and ago >= every,
            "request": signal["asked"],
        }
        reasons = [name for name, holds in causes.items() if holds]
        if reasons:
            plan.append({"month": signal["month"], "reasons": reasons})
            last = place
        drifted = drifts
    return plan
    ### END SOLUTION


# %% check:5.2 points=1.5
plan = checks.plain(plan_training(example_signals, 3, 1), "plan_training")
assert type(plan) is list, f"plan_training should return a list, not {type(plan).__name__}."
assert all(type(entry) is dict and sorted(entry) == ["month", "reasons"] for entry in plan), (
    "Each entry of the plan should be a dict with the keys month and reasons."
)
checks.same(
    [entry["month"] for entry in plan],
    ["2025-03", "2025-04", "2025-06"],
    "The list of months that train in the example",
    "Go through the worked example by hand: what does each training change for the months after it?",
)
checks.same(plan, example_plan, "The reasons in the example", "Which reasons count within a cool-down?")
checks.same(
    checks.plain(plan_training(example_signals[:2], 3, 1), "plan_training"),
    [],
    "A plan for two quiet months",
    "Without a reason nothing trains.",
)

# %% hidden:5.2 points=1.5
rng = np.random.default_rng(52)
for every, cooldown in ((3, 0), (4, 2), (2, 3), (6, 1), (1, 0), (1, 2), (5, 5)):
    signals = [
        {
            "month": f"{2023 + place // 12}-{place % 12 + 1:02d}",
            "drift": round(float(rng.uniform(0.1, 0.5)), 3),
            "z": None if place < 3 else round(float(rng.normal(1.2, 1.5)), 2),
            "asked": bool(rng.random() < 0.08),
        }
        for place in range(40)
    ]
    trained, expected = [-1], []
    for place, now in enumerate(signals):
        quiet = place - max(trained) <= cooldown
        before = signals[place - 1]["drift"] if place else 0.0
        names = ["decay"] * ((now["z"] or 0) > 3)
        names += ["drift"] * (not quiet and min(now["drift"], before) > 0.25)
        names += ["schedule"] * (not quiet and place - max(trained) >= every) + ["request"] * now["asked"]
        if names:
            trained.append(place)
            expected.append({"month": now["month"], "reasons": names})
    plan = checks.plain(plan_training(signals, every, cooldown), "plan_training")
    checks.same(
        plan, expected, f"The plan for every={every}, cooldown={cooldown}", "Read each of the four rules once more."
    )

# %% hidden:5.2-edges points=1
calm = {"drift": 0.0, "z": None, "asked": False}
hint = "Look at values that equal a limit, at the first month, and at what counts as a training."
signals = [calm | {"month": "a", "drift": 0.9, "z": 3}, calm | {"month": "b", "drift": 0.25, "z": 3.0}]
checks.same(checks.plain(plan_training(signals, 9, 0)), [], "A plan with values at the limits", hint)
signals = [calm | {"month": "a", "asked": True}, calm | {"month": "b"}, calm | {"month": "c"}, calm | {"month": "d"}]
expected = [{"month": "a", "reasons": ["request"]}, {"month": "d", "reasons": ["schedule"]}]
checks.same(checks.plain(plan_training(signals, 3, 0)), expected, "The schedule after a request", hint)
signals = [
    calm | {"month": "a", "drift": 0.3},
    calm | {"month": "b", "drift": 0.3},
    calm | {"month": "c", "drift": 0.3},
]
expected = [{"month": "b", "reasons": ["drift"]}, {"month": "c", "reasons": ["drift"]}]
checks.same(checks.plain(plan_training(signals, 9, 0)), expected, "Drift without a cool-down", hint)
expected = [{"month": "c", "reasons": ["drift"]}]
checks.same(checks.plain(plan_training(signals, 9, 2)), expected, "The cool-down after the first model", hint)
signals = [calm | {"month": "a", "z": -8.0}, calm | {"month": "b", "z": 5.0, "asked": True}]
expected = [{"month": "b", "reasons": ["decay", "request"]}]
checks.same(checks.plain(plan_training(signals, 1, 5)), expected, "Decay and a request within the cool-down", hint)
checks.same(checks.plain(plan_training([], 3, 1)), [], "A plan without months", hint)

# %% [markdown]
# ## Exercise 5.3: no promotion without lineage (4 points, 20 min)
#
# Bora's auditor accepts a champion only if its way back to the data is complete: version, training run, snapshot,
# batches. You write the last gate before the alias moves.
#
# Write `promote_version(store, version)`. `store` is a dict of plain dicts:
#
# - `"aliases"`: alias -> version (a string); `"champion"` may be missing;
# - `"versions"`: version -> the id of the run that made it, or `None`;
# - `"runs"`: run id -> `{"verdict": ..., "snapshot": ...}`;
# - `"snapshots"`: snapshot id -> a dict from month to the fingerprint that the batch had *then*;
# - `"batches"`: month -> `{"verdict": "admitted" or "refused", "fingerprint": ...}`, as it is *now*.
#
# The result is a dict with three keys. `"reason"` is the first of these that applies:
#
# | reason | when |
# |---|---|
# | `"unknown version"` | the version is not among the versions |
# | `"already champion"` | it is what the alias champion points to |
# | `"no run"` | it has no run id, or the run is not among the runs |
# | `"not registered"` | the run's verdict is not `"registered"` |
# | `"no snapshot"` | the run's snapshot is not among the snapshots |
# | `"2024-03 missing"` | that batch of the snapshot is not among the batches |
# | `"2024-03 refused"` | its verdict now is `"refused"` |
# | `"2024-03 changed"` | its fingerprint now is another one than in the snapshot |
# | `"ok"` | nothing of all that |
#
# Of several batches with a fault the *oldest* is named. Dicts may be in any order; months compare as strings.
#
# `"aliases"` are the aliases afterwards. If the reason is `"ok"`, champion points to the version,
# `"previous"` to the old champion (where there was one; otherwise an existing `"previous"` stays as it is), and
# `"challenger"` is removed if it points to the version. Otherwise nothing has changed. `"lineage"` is `[version, run
# id, snapshot id, month, month, ...]` with the snapshot's months oldest first if the reason is `"ok"`, else `[]`.
#
# **Example.** In the store below version 4 may become champion. Version 5 may not: its batch of March was refused.

# %%
example_store = {
    "aliases": {"champion": "3", "challenger": "4"},
    "versions": {"3": "r1", "4": "r7", "5": "r8"},
    "runs": {
        "r1": {"verdict": "registered", "snapshot": "s1"},
        "r7": {"verdict": "registered", "snapshot": "s7"},
        "r8": {"verdict": "registered", "snapshot": "s8"},
    },
    "snapshots": {"s1": {"2024-01": "aa"}, "s7": {"2024-02": "bb", "2024-01": "aa"}, "s8": {"2024-03": "cc"}},
    "batches": {
        "2024-01": {"verdict": "admitted", "fingerprint": "aa"},
        "2024-02": {"verdict": "admitted", "fingerprint": "bb"},
        "2024-03": {"verdict": "refused", "fingerprint": "cc"},
    },
}
example_result = {
    "reason": "ok",
    "aliases": {"champion": "4", "previous": "3"},
    "lineage": ["4", "r7", "s7", "2024-01", "2024-02"],
}

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Write a small function inside yours that returns the reason alone, line by line as in the table.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# `dict.get` returns `None` for what is missing, and so follows the chain without an error. Only when you know the
# reason, build the new aliases, from a copy.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# For the batches: `for month in sorted(store["snapshots"][snapshot])`, and inside three questions in the order of the
# table. `dict(store["aliases"])` is a copy; `pop("challenger")` removes.
#
# </details>


# %% answer:5.3 names="promote_version"
def promote_version(store, version):
    """The reason for or against a promotion, the aliases afterwards, and the lineage."""
    ### BEGIN SOLUTION
    run_id = store["versions"].get(version)
    run = store["runs"].get(run_id, {})
    batches = store["snapshots"].get(run.get("snapshot"), {})

    def reason():
        if version not in store["versions"]:
            return "unknown version"
        if store["aliases"].get("champion") == version:
            return "already champion"
        if not run:
            return "no run"
        if run["verdict"] != "registered":
            return "not registered"
        if run["snapshot"] not in store["snapshots"]:
            return "no snapshot"
        for month in sorted(batches):
            if month not in store["batches"]:
                return f"{month} missing"
            if store["batches"][month]["verdict"] == "refused":
                return f"{month} refused"
            if store["batches"][month]["fingerprint"] != batches[month]:
                return f"{month} changed"
        return "ok"

    aliases, lineage, why = dict(store["aliases"]), [], reason()
    if why == "ok":
        if "champion" in aliases:
            aliases["previous"] = aliases["champion"]
        aliases["champion"] = version
        if aliases.get("challenger") == version:
            del aliases["challenger"]
        lineage = [version, run_id, run["snapshot"], *sorted(batches)]
    return {"reason": why, "aliases": aliases, "lineage": lineage}
    ### END SOLUTION


# %% check:5.3 points=1.5
result = checks.plain(promote_version(deepcopy(example_store), "4"), "promote_version")
assert type(result) is dict, f"promote_version should return a dict, not {type(result).__name__}."
checks.same(sorted(result), ["aliases", "lineage", "reason"], "The set of keys", "See the statement.")
checks.same(result["reason"], "ok", "The reason for version 4", "Every link of its chain is there and unchanged.")
checks.same(
    result["aliases"], example_result["aliases"], "The aliases after promoting 4", "Three aliases, three rules."
)
checks.same(result["lineage"], example_result["lineage"], "The lineage of version 4", "Version, run, snapshot, months.")
result = checks.plain(promote_version(deepcopy(example_store), "5"), "promote_version")
checks.same(result["reason"], "2024-03 refused", "The reason for version 5", "What is its batch's verdict now?")
checks.same(result["aliases"], {"champion": "3", "challenger": "4"}, "The aliases after a refusal", "Nothing changes.")
checks.same(result["lineage"], [], "The lineage after a refusal", "It is an empty list then.")

# %% hidden:5.3 points=1.5
months = ["2025-02", "2024-11", "2024-12", "2025-01"]
good = {month: {"verdict": "admitted", "fingerprint": f"f{month}"} for month in months}
then = {month: f"f{month}" for month in months}
cases = {
    "ok": (then, good),
    "2024-12 missing": (then, {month: good[month] for month in months if month != "2024-12"}),
    "2025-01 refused": (then, good | {"2025-01": {"verdict": "refused", "fingerprint": "new"}}),
    "2024-11 changed": (then | {"2024-11": "old", "2025-02": "old"}, good),
    "2024-12 changed": (
        then | {"2024-12": "old"},
        {month: good[month] for month in ("2024-12", "2024-11", "2025-02")}
        | {"2025-01": {"verdict": "refused", "fingerprint": "f"}},
    ),
}
for expected, (snapshot, batches) in cases.items():
    store = {
        "aliases": {"champion": "8", "challenger": "7"},
        "versions": {"9": "z", "8": "y", "7": "x"},
        "runs": {name: {"verdict": "registered", "snapshot": "s"} for name in "xyz"},
        "snapshots": {"s": snapshot},
        "batches": batches,
    }
    result = checks.plain(promote_version(deepcopy(store), "9"), "promote_version")
    hint = "Follow the table from above, and the months from the oldest."
    checks.same(result["reason"], expected, "The reason for a version made from four batches", hint)
    after = {"champion": "9", "previous": "8", "challenger": "7"} if expected == "ok" else store["aliases"]
    checks.same(result["aliases"], after, "The aliases of a store with another challenger", "See the three rules.")
    lineage = ["9", "z", "s", "2024-11", "2024-12", "2025-01", "2025-02"] if expected == "ok" else []
    checks.same(result["lineage"], lineage, "The lineage from four batches", "Months come oldest first, or not at all.")

# %% hidden:5.3-edges points=1
store = {
    "aliases": {"previous": "1", "challenger": "2"},
    "versions": {"1": None, "2": "a", "3": "gone", "4": "b", "5": "c", "6": "d"},
    "runs": {
        "a": {"verdict": "registered", "snapshot": "s"},
        "b": {"verdict": "refused by model gate", "snapshot": "none"},
        "c": {"verdict": "registered", "snapshot": "none"},
        "d": {"verdict": "registered", "snapshot": "t"},
    },
    "snapshots": {"s": {"2024-05": "q"}, "t": {"2024-06": "q"}},
    "batches": {"2024-05": {"verdict": "admitted", "fingerprint": "q"}},
}
expected = {"0": "unknown version", "1": "no run", "3": "no run", "4": "not registered", "5": "no snapshot"}
for version, reason in (expected | {"6": "2024-06 missing"}).items():
    result = checks.plain(promote_version(deepcopy(store), version), "promote_version")
    checks.same(
        result["reason"], reason, "The reason in a store with gaps", "The first line of the table that applies."
    )
    checks.same(result["aliases"], store["aliases"], "The aliases after a refusal", "Nothing changes.")
result = checks.plain(promote_version(store, "2"), "promote_version")
checks.same(result["aliases"], {"previous": "1", "champion": "2"}, "The aliases after a first promotion", "Read again.")
gap = store | {"aliases": {"champion": "1"}}
result = checks.plain(promote_version(gap, "1"), "promote_version")
checks.same(result["reason"], "already champion", "The reason for a champion without a run", "See the table's order.")
checks.same(result["aliases"], {"champion": "1"}, "The aliases when nothing is to be done", "Nothing changes.")

# %% [markdown]
# ## Exercise 5.4: who did what, and when? (4 points, 20 min)
#
# Bora's log server sorts events by their random names. What is left to tell the story: each event says which things
# it read and which it wrote.
#
# Write `tell_story(events)`. `events` is a list of dicts in any order: `"event"` (a name, unique), `"reads"` and
# `"writes"` (lists of things). A thing is a string `"kind:name"`, for example `"model:4"`. Each thing is written by at
# most one event; a thing that is read and that nobody writes was there before. There are no circles.
#
# It returns a list of pairs `[event, process]`:
#
# - **order**: an event comes after all events that wrote something it reads. Where several could come next, the one
#   with the smallest name does (as strings).
# - **process**: the first line that fits.
#
# | process | fits where the event |
# |---|---|
# | `"ML development"` | writes a `code` |
# | `"training operationalization"` | reads a `code` |
# | `"continuous training"` | reads a `trigger` |
# | `"model deployment"` | reads a `model` |
# | `"prediction serving"` | writes a `log` |
# | `"continuous monitoring"` | reads a `log` |
# | `"data and model management"` | does none of these |
#
# **Example.** In the log below `e9` comes first, because nothing else is possible before it. Then `e3` and `e5`
# could come; `e3` has the smaller name.

# %%
example_events = [
    {"event": "e5", "reads": ["code:v1"], "writes": ["pipeline:1"]},
    {"event": "e2", "reads": ["trigger:may", "pipeline:1", "verdict:may"], "writes": ["model:4"]},
    {"event": "e3", "reads": ["batch:may", "code:v1"], "writes": ["report:7"]},
    {"event": "e9", "reads": [], "writes": ["code:v1"]},
    {"event": "e4", "reads": ["batch:may", "report:7"], "writes": ["verdict:may"]},
]
example_story = [
    ["e9", "ML development"],
    ["e3", "training operationalization"],
    ["e4", "data and model management"],
    ["e5", "training operationalization"],
    ["e2", "continuous training"],
]

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Two questions, two small functions: which process, and which event may come next.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Keep a set of things that are still to be written. An event may come next if it reads none of them. Take the
# smallest name, take what it writes off the set, repeat.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `thing.split(":")[0]` is the kind. `min(ready, key=lambda event: event["event"])` is the one to take.
#
# </details>


# %% answer:5.4 names="tell_story"
def tell_story(events):
    """Pairs [event, process] in an order in which everything is written before it is read."""

    ### BEGIN SOLUTION
    def process(event):
        reads, writes = ({thing.split(":")[0] for thing in event[side]} for side in ("reads", "writes"))
        lines = [
            ("ML development", "code" in writes),
            ("training operationalization", "code" in reads),
            ("continuous training", "trigger" in reads),
            ("model deployment", "model" in reads),
            ("prediction serving", "log" in writes),
            ("continuous monitoring", "log" in reads),
        ]
        return next((name for name, fits in lines if fits), "data and model management")

    story, left = [], sorted(events, key=lambda event: event["event"])
    while left:
        missing = {thing for event in left for thing in event["writes"]}
        following = next(event for event in left if missing.isdisjoint(event["reads"]))
        left.remove(following)
        story.append([following["event"], process(following)])
    return story
    ### END SOLUTION


# %% check:5.4 points=1.5
story = checks.plain(tell_story(deepcopy(example_events)), "tell_story")
whole = type(story) is list and all(type(pair) is list and len(pair) == 2 for pair in story)
assert whole, "tell_story should return a list of pairs [event, process]."
checks.same(
    sorted(pair[0] for pair in story),
    ["e2", "e3", "e4", "e5", "e9"],
    "The set of events in the story",
    "Each event once.",
)
told = dict(map(tuple, story))
for name, process in example_story:
    checks.same(told[name], process, f"The process of {name}", "Take the first line of the table that fits.")
checks.same(
    [pair[0] for pair in story],
    [pair[0] for pair in example_story],
    "The order of the example",
    "Written before read; the smallest name among those that could come next.",
)

# %% hidden:5.4 points=1.5
rng = np.random.default_rng(54)
for months in (1, 3, 6):
    names = [f"e{number}" for number in rng.permutation(np.arange(100, 400))]
    happened = [
        ("ML development", ["data:old"], ["code:1"]),
        ("training operationalization", ["code:1"], ["pipeline:1", "report:0"]),
    ]
    for m in range(months):
        happened += [
            ("data and model management", [f"batch:{m}"], [f"verdict:{m}"]),
            ("prediction serving", [f"batch:{m}", f"alias:{m}"], [f"log:{m}"]),
            ("continuous monitoring", [f"log:{m}", "outcome:old"], [f"trigger:{m}"]),
            ("continuous training", [f"trigger:{m}", "pipeline:1", f"log:{m}", f"verdict:{m}"], [f"model:{m}"]),
            ("model deployment", [f"model:{m}"], [f"alias:{m + 1}"]),
        ]
    truth = {name: process for name, (process, _, _) in zip(names, happened, strict=False)}
    events = [{"event": n, "reads": r, "writes": w} for n, (_, r, w) in zip(names, happened, strict=False)]
    order = rng.permutation(len(events))
    story = checks.plain(tell_story([deepcopy(events[place]) for place in order]), "tell_story")
    by_name = {event["event"]: event for event in events}
    checks.same(
        sorted(pair[0] for pair in story), sorted(by_name), "The set of events in the story", "Each event once."
    )
    checks.same(
        dict(map(tuple, story)), truth, "The processes of a longer log", "The first line that fits, read again."
    )
    open_things = {thing for event in events for thing in event["writes"]}
    waiting = set(by_name)
    for name, _ in story:
        possible = [other for other in waiting if not open_things & set(by_name[other]["reads"])]
        checks.flag(name in possible, True, "Whether everything is written before it is read", "It is not.")
        checks.same(
            name, min(possible), "The order among events that could come next", "The smallest name, as strings."
        )
        waiting.remove(name)
        open_things -= set(by_name[name]["writes"])

# %% hidden:5.4-edges points=1
checks.same(checks.plain(tell_story([])), [], "The story of an empty log", "It is an empty list.")
events = [
    {"event": "b", "reads": ["code:1", "trigger:1"], "writes": ["code:2"]},
    {"event": "a", "reads": ["code:2", "model:codec"], "writes": ["log:1"]},
    {"event": "e10", "reads": ["model:1"], "writes": ["log:2"]},
    {"event": "e9", "reads": ["alias:1", "log:0"], "writes": ["log:3"]},
    {"event": "c", "reads": ["logbook:1", "alias:log"], "writes": ["alias:2", "trigger:9"]},
    {"event": "d", "reads": ["trigger:1", "model:1"], "writes": ["report:code"]},
    {"event": "f", "reads": ["log:3", "model:x"], "writes": []},
    {"event": "g", "reads": ["log:2", "log:1"], "writes": []},
]
expected = [
    ["b", "ML development"],
    ["a", "training operationalization"],
    ["c", "data and model management"],
    ["d", "continuous training"],
    ["e10", "model deployment"],
    ["e9", "prediction serving"],
    ["f", "model deployment"],
    ["g", "continuous monitoring"],
]
story = checks.plain(tell_story(events), "tell_story")
hint = "Kinds are what stands before the colon, lines are tried from above, names compare as strings."
checks.same(story, expected, "The story of eight odd events", hint)

# %% [markdown]
# ## Exercise 5.5: explain one refusal (3 points, 15 min)
#
# All that is left of a month at another branch of Bora is this record of continuous training:
#
# | field | value |
# |---|---|
# | month | 2024-12 |
# | trigger | decay (z = 4.1 on the loans of 2024-06) |
# | pipeline | v3, labels: complete |
# | fitted_on | 2023-11 to 2024-04, without 2024-02 (batch refused on arrival: income, 21 % out of contract) |
# | held_out | 2024-05, 2024-06 |
# | loans | 5,310, of these 1,480 held out |
# | snapshot | 71c0a9e2 |
# | champion_loss, challenger_loss | 0.3121, 0.3118 |
# | standard error of the difference | 0.0009 |
# | verdict | refused by model gate: no better by 0.001 |
#
# In at most 250 words, from this record alone: why was there no new model that month, although the champion decays?
# Was the gate right? What does the batch of February have to do with it? In which month could a snapshot first be
# fitted on the loans of June 2024, if two months are always held out? Name one thing that the record does *not* show
# and that you would need to be sure.
#
# **Rubric** (3 points): *1* the chain trigger, snapshot, evaluation, verdict is told with the record's own values,
# and the cause named: the challenger was fitted on months before the change; *1* a judgement of the gate that uses
# the standard error (0.0003 is a third of it: no evidence either way) and says what the refusal costs or does not
# cost; *1* February handled rightly (spared, not the cause), the month right (February 2025), and a real gap named.

# %% [markdown] written:5.5 points=3
# In December 2024 monitoring found 4.1 standard deviations more defaults among the loans of June than the champion
# had promised, and called for training. The pipeline took the newest complete months: it fitted on November 2023 to
# April 2024 and judged on May and June. The challenger's log loss was 0.3118 against 0.3121. The gate wants 0.001 and
# refused.
#
# *Why no better?* Whatever began around June is not in the months that the challenger learned from; it is in the
# months on which both were judged. Both know the old world, so both do badly there. Decay says that the champion is
# wrong; it does not say that anybody knows better yet.
#
# *Was the gate right?* Yes. A gain of 0.0003 is a third of its standard error; promoting it would have been a coin
# toss with paperwork. The refusal itself cost next to nothing. What costs money is the old world's champion, and
# against that a stricter cut-off or a refer band helps in December, not this challenger.
#
# *February* was refused on arrival for its incomes and spared by the snapshot. It made the snapshot smaller, not
# worse; it is not the reason.
#
# *June* is complete in December. With two newer months held out, July and August must be complete as well: August is
# in February 2025.
#
# *What is missing:* the calibration of the challenger and the errors by group, which would show where defaults rose;
# and all applicants that were refused: the record knows granted loans only.
