# %%
from copy import deepcopy

import numpy as np

from bora import checks

# %% [markdown] teacher
# **Timing.** 110 minutes: 30, 25, 20, 20 for the exercises and 15 for the written answer. For a shorter hand-in drop
# Exercise 5.4. Exercise 5.1 is the one that separates: the lesson's fixed margin, copied, releases models that are no
# better, and two means compared as if the samples were independent need another limit for every case.
#
# **What goes wrong most.** In 5.2 the schedule is counted from the first month instead of from the last training. In
# 5.3 a fault of a newer batch hides that of an older one. In 5.4 events are labelled in the right
# way and told in the order of their names. Each has its own message.
#
# **Marking 5.5.** Point 1 wants the cause: June brought the change (z was 0.6 a month before), and the challenger was
# fitted on months that end in April. Point 2: 0.0003 is a third of its standard error, so the record is no evidence
# either way; a "yes" and a careful "it could not know" both count, a judgement from 0.0003 < 0.001 alone does not.
# Point 3: February was spared and is not the cause; the month is February 2025; a gap is real if the record cannot be
# made to say it (calibration, errors by group, refused applicants, why June changed).

# %% [markdown]
# ## Exercise 5.1: two gates and their price (5 points, 30 min)
#
# Bora's loop has trained a challenger and you are the gates. A bad model that you release costs five times as much
# as a good one that you block, and both happen to whoever decides by feeling.
#
# Write `may_release(case)`. It returns `True` (release) or `False` (block). `case` is a dict:
#
# - `"month"`: the month of the decision, `"YYYY-MM"`;
# - `"months"`: the months of the snapshot, oldest first (their number varies);
# - `"strange"`: a dict from each of these months to the share of its rows out of contract (0.02 is 2 %);
# - `"champion"`, `"challenger"`: arrays with the log loss of *each held-out loan* under either model, the same loans
#   in the same order.
#
# The **data** are sound if the newest month of the snapshot is complete (it lies six months before `"month"`, or
# longer ago) and no month has more than 1 % of its rows out of contract. A release is good if the data are sound
# *and* the challenger is truly better; how it did on some hundred loans is only a sample of that.
#
# **How it is graded.** `make_case(seed)` below makes a case and says of which kind it is: `"better"` (good to release),
# `"no better"`, `"young"` (the newest month is not complete) or `"poisoned"` (too much out of contract). Your cost is 5
# for each bad release and 1 for each good model blocked. On 200 cases releasing everything costs about 600, blocking
# everything about 80. Asked for: at most 10 on the 200 practice cases (visible, seeds 0 to 199), at most 10 on 200
# unseen ones (hidden), and the right verdict on some made-up cases at the edges of what sound data are (hidden). The
# usual limits of a careful statistician are all cheap enough. `make_case` takes any seed: practise on more.
#
# **Example.** `make_case(0)` is shown by the next cell.


# %%
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024, 2025) for month in range(1, 13)]


def make_case(seed):
    """A case and its kind; only "better" is good to release."""
    rng = np.random.default_rng(2_600 + seed)
    kind = str(rng.choice(["better", "no better", "young", "poisoned"], p=[0.45, 0.25, 0.15, 0.15]))
    now, loans = int(rng.integers(30, 48)), int(np.exp(rng.uniform(np.log(150), np.log(4000))))
    last = now - (int(rng.integers(1, 6)) if kind == "young" else int(rng.choice([6, 6, 6, 7, 8, 12, 15])))
    months = MONTHS[last - int(rng.integers(5, 9)) : last + 1]
    strange = {month: round(float(rng.choice([0, 0, 0.01, rng.uniform(0, 0.01)])), 4) for month in months}
    if kind == "poisoned":
        much = rng.choice([rng.uniform(0.011, 0.02), rng.uniform(0.02, 0.3)])
        strange[str(rng.choice(months))] = round(float(much), 4)
    champion, noise = rng.gamma(0.5, 0.6, loans), np.exp(rng.uniform(np.log(0.05), np.log(0.6)))
    luck = champion * (1 - rng.lognormal(0, 0.1, loans)) + rng.normal(0, noise, loans)
    sizes = {"better": rng.uniform(4.5, 9), "no better": rng.choice([0, 0, -3])}
    gain = sizes.get(kind, rng.uniform(0, 8)) * noise / loans**0.5
    case = {"month": MONTHS[now], "months": months, "strange": strange}
    return case | {"champion": champion, "challenger": champion - luck - gain}, kind


example_case, example_kind = make_case(0)
print({key: example_case[key] for key in ("month", "months", "strange")})
print("mean log loss", example_case["champion"].mean().round(4), "->", example_case["challenger"].mean().round(4))
print(len(example_case["champion"]), "loans; the case is of the kind:", example_kind)

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
# of that mean. Then try several limits, on some thousand cases; the prices tell you which way to lean.
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
    return bool(gain.mean() > 2.33 * gain.std() / len(gain) ** 0.5)
    ### END SOLUTION


# %% check:5.1 points=2
cost = {"no better": 0, "young": 0, "poisoned": 0, "better": 0}
for seed in range(200):
    case, kind = make_case(seed)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, f"may_release should return True or False, not {type(verdict).__name__}."
    if verdict != (kind == "better"):
        cost[kind] += 1 if kind == "better" else 5
released = {kind: cost[kind] // 5 for kind in ("no better", "young", "poisoned")}
assert sum(cost.values()) <= 10, (
    f"On the 200 practice cases your cost is {sum(cost.values())}; at most 10 is asked for. "
    f"Bad models released: {released}; good models blocked: {cost['better']}."
)

# %% hidden:5.1 points=2
cost = {"no better": 0, "young": 0, "poisoned": 0, "better": 0}
worst = {
    "from challengers released that are no better: is the gain more than luck on so many loans?": "no better",
    "from challengers released although their newest labels were not complete.": "young",
    "from challengers released although a month had too much out of contract.": "poisoned",
    "from good challengers blocked: which sound case does a gate of yours refuse?": "better",
}
for seed in range(5_052_400, 5_052_600):
    case, kind = make_case(seed)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, f"may_release should return True or False, not {type(verdict).__name__}."
    if verdict != (kind == "better"):
        cost[kind] += 1 if kind == "better" else 5
for most, kind in worst.items():
    if cost[kind] == max(cost.values()):
        assert sum(cost.values()) <= 10, f"The cost on 200 unseen cases is above 10. Most of it comes {most}"

# %% hidden:5.1-edges points=1
rng = np.random.default_rng(51)
champion = rng.gamma(0.5, 0.6, 600)
losses = {"champion": champion, "challenger": champion - 0.2 + rng.normal(0, 0.3, 600)}
eight, three = [f"2024-{month:02d}" for month in range(2, 10)], ["2023-11", "2023-12", "2024-01"]
edges = [
    ("exactly 1 % out of contract in one month", "2025-03", eight, {"2024-05": 0.01}, True),
    (
        "a little out of contract in every month, never more than 1 %",
        "2025-03",
        eight,
        dict.fromkeys(eight, 0.009),
        True,
    ),
    ("a little more than 1 % out of contract in the oldest month", "2025-03", eight, {"2024-02": 0.0101}, False),
    ("a little more than 1 % out of contract in a month in the middle", "2025-06", eight, {"2024-06": 0.011}, False),
    ("a newest month exactly six months ago, in the year before", "2025-03", eight, {}, True),
    ("a newest month five months ago, in the year before", "2025-02", eight, {}, False),
    ("a newest month that is the month of the decision", "2024-09", eight, {}, False),
    ("a newest month exactly twelve months ago", "2025-09", eight, {}, True),
    ("a newest month fifteen months ago", "2025-12", eight, {}, True),
    ("only three months, the newest six months ago", "2024-07", three, {}, True),
    ("only three months, the newest five months ago", "2024-06", three, {}, False),
]
for edge, when, window, shares, expected in edges:
    case = {"month": when, "months": list(window), "strange": dict.fromkeys(window, 0.0) | shares} | deepcopy(losses)
    verdict = checks.plain(may_release(case), "may_release")
    assert type(verdict) is bool, "may_release should return True or False."
    hint = "Read again when the data are sound; the challenger itself is clearly better here."
    assert verdict is expected, f"The verdict is not right for a snapshot with {edge}. {hint}"
case = {"month": "2025-03", "months": list(eight), "strange": dict.fromkeys(eight, 0.0)}
case |= {"champion": losses["challenger"], "challenger": losses["champion"]}
checks.same(
    may_release(case), False, "The verdict on a challenger that is clearly worse", "Which loss should be smaller?"
)

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
# - `"drift"`: `drift` is above 0.25 in this month *and* in the month before it (so never in the first month; whether
#   the month before trained, or was muted, makes no difference);
# - `"schedule"`: the last training was `every` months ago, or longer;
# - `"request"`: a person asks.
#
# In the `cooldown` months that follow a training (also after the first model), drift and schedule are no reasons; decay
# and requests always are. A month with at least one reason trains. `every` is at least 1, `cooldown` at least 0.
#
# It returns a list with a dict for each month that trains: `"month"` and `"reasons"` (a list, in the order above).
# Without signals, or without reasons, the list is empty.
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
try:
    plan = checks.plain(plan_training(deepcopy(example_signals), 3, 1), "plan_training")
except TypeError as error:
    raise AssertionError(f"plan_training stumbles over the example ({error}). In its first month z is None.") from None
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
checks.same(plan, example_plan, "A list of reasons in the example", "Which reasons count within a cool-down?")
checks.same(
    checks.plain(plan_training(deepcopy(example_signals[:2]), 3, 1), "plan_training"),
    [],
    "The plan for two quiet months",
    "Without a reason nothing trains.",
)

# %% hidden:5.2 points=1.5
HINTS = {
    "decay": "It is due where z is above 3, also within a cool-down and in the first month. Where z is None it is not.",
    "drift": "It is due above 0.25 in this month and the month before, muted or not, but never within a cool-down.",
    "schedule": "It counts from the last training, whatever its reason, and rests in a cool-down, the first included.",
    "request": "It is due where a person asks, also within a cool-down and beside other reasons.",
}
rng = np.random.default_rng(52)
for every, cooldown in ((3, 0), (4, 2), (2, 3), (6, 1), (1, 0), (1, 2), (5, 5)):
    signals = [
        {
            "month": f"{2023 + place // 12}-{place % 12 + 1:02d}",
            "drift": round(float(rng.uniform(0.1, 0.5)), 3),
            "z": None if place < every - 2 else round(float(rng.normal(1.2, 1.5)), 2),
            "asked": bool(rng.random() < 0.08),
        }
        for place in range(40)
    ]
    trained, expected = [-1], {}
    for place, now in enumerate(signals):
        quiet = place - max(trained) <= cooldown
        before = signals[place - 1]["drift"] if place else 0.0
        names = ["decay"] * ((now["z"] or 0) > 3)
        names += ["drift"] * (not quiet and min(now["drift"], before) > 0.25)
        names += ["schedule"] * (not quiet and place - max(trained) >= every) + ["request"] * now["asked"]
        if names:
            trained.append(place)
            expected[now["month"]] = names
    try:
        plan = checks.plain(plan_training(deepcopy(signals), every, cooldown), "plan_training")
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        name = type(error).__name__
        raise AssertionError(f"plan_training stops with an error ({name}) on a longer list; z can be None.") from None
    whole = type(plan) is list and all(type(entry) is dict and sorted(entry) == ["month", "reasons"] for entry in plan)
    assert whole, "The plan should be a list of dicts with the keys month and reasons."
    found = {str(entry["month"]): entry["reasons"] for entry in plan}
    for now in signals:  # in the first month that differs, all that came before was right
        for rule, hint in HINTS.items():
            is_there, is_due = rule in found.get(now["month"], []), rule in expected.get(now["month"], [])
            assert is_due or not is_there, f"In a longer list a month has the reason {rule}, which is not due. {hint}"
            assert is_there or not is_due, f"In a longer list a month lacks the reason {rule}. {hint}"
    expected = [{"month": month, "reasons": due} for month, due in expected.items()]
    checks.same(plan, expected, "The order of a longer plan", "Months as in the signals, reasons as in the statement.")

# %% hidden:5.2-edges points=1
calm = {"drift": 0.0, "z": None, "asked": False}
calendar = ["2024-11", "2024-12", "2025-01", "2025-02"]
edges = [
    (
        "where z is exactly 3 and drift exactly 0.25",
        "Above a limit is not at the limit.",
        ([{"z": 3, "drift": 0.9}, {"z": 3.0, "drift": 0.25}, {"drift": 0.9}], 9, 0),
        {},
    ),
    (
        "where z is above 3 in the first month",
        "Decay can come at once, also within the cool-down after the first model.",
        ([{"z": 3.01}, {}], 9, 2),
        {"2024-11": ["decay"]},
    ),
    (
        "where z is far below 0",
        "Fewer defaults than promised are no decay.",
        ([{"z": -8.0}, {"z": 0.0}], 9, 0),
        {},
    ),
    (
        "where a request comes first and the schedule is three months",
        "The schedule counts from the last training, and a request is one.",
        ([{"asked": True}, {}, {}, {}], 3, 0),
        {"2024-11": ["request"], "2025-02": ["schedule"]},
    ),
    (
        "where drift is high in each of the first months, without a cool-down",
        "In the first month it cannot have lasted; then each month counts, also after one that trained.",
        ([{"drift": 0.3}, {"drift": 0.3}, {"drift": 0.3}], 9, 0),
        {"2024-12": ["drift"], "2025-01": ["drift"]},
    ),
    (
        "where drift is high within the cool-down that follows the first model",
        "The first model has a cool-down as well; a month of drift in it still counts as the month before.",
        ([{"drift": 0.3}, {"drift": 0.3}, {"drift": 0.3}], 9, 2),
        {"2025-01": ["drift"]},
    ),
    (
        "where the schedule is due within the cool-down that follows the first model",
        "Within the cool-down the schedule is no reason; it is one in the first month after it.",
        ([{}, {}, {}, {}], 1, 2),
        {"2025-01": ["schedule"]},
    ),
    (
        "where decay and a request fall into a cool-down",
        "Both always count, and both are named.",
        ([{}, {"z": 5.0, "asked": True}], 1, 5),
        {"2024-12": ["decay", "request"]},
    ),
    ("without any month", "An empty list of signals gives an empty plan.", ([], 3, 1), {}),
]
for edge, hint, (signals, every, cooldown), expected in edges:
    signals = [{"month": month} | calm | signal for month, signal in zip(calendar, signals, strict=False)]
    expected = [{"month": month, "reasons": due} for month, due in expected.items()]
    try:
        plan = plan_training(signals, every, cooldown)
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        name = type(error).__name__
        raise AssertionError(f"plan_training stops with an error ({name}) {edge}. {hint}") from None
    checks.same(plan, expected, f"The plan {edge}", hint)

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
# - `"snapshots"`: snapshot id -> a dict from month to the fingerprint that the batch had *then*, of at least one month;
# - `"batches"`: month -> `{"verdict": "admitted" or "refused", "fingerprint": ...}`, as it is *now*.
#
# Ids and fingerprints are strings that are not empty, and every alias points to one of the versions. `store` itself
# stays as it is; what your function returns is new.
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
# The three lines about batches are asked month by month, the *oldest* month first, and the first fault found is the
# reason. Dicts may be in any order; months compare as strings.
#
# `"aliases"` are the aliases afterwards. If the reason is `"ok"`, champion points to the version, `"previous"` to the
# old champion (where there was one; otherwise an existing `"previous"` stays as it is), and `"challenger"` is removed
# if it points to the version. All other aliases stay. With any other reason nothing has changed. `"lineage"` is
# `[version, run id, snapshot id, month, month, ...]` with the snapshot's months oldest first if the reason is `"ok"`,
# else `[]`.
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
    result["aliases"], example_result["aliases"], "The dict of aliases after promoting 4", "Three aliases, three rules."
)
checks.same(result["lineage"], example_result["lineage"], "The lineage of version 4", "Version, run, snapshot, months.")
result = checks.plain(promote_version(deepcopy(example_store), "5"), "promote_version")
checks.same(result["reason"], "2024-03 refused", "The reason for version 5", "What is its batch's verdict now?")
checks.same(
    result["aliases"], {"champion": "3", "challenger": "4"}, "The dict of aliases after a refusal", "Nothing changes."
)
checks.same(result["lineage"], [], "The lineage after a refusal", "It is an empty list then.")

# %% hidden:5.3 points=1.5
calendar = ["2025-02", "2024-11", "2024-12", "2025-01"]
now = {month: {"verdict": "admitted", "fingerprint": f"f{month}"} for month in calendar}
then = {month: f"f{month}" for month in calendar}
refusal, altered = {"verdict": "refused", "fingerprint": "new"}, {"verdict": "admitted", "fingerprint": "new"}
cases = [
    ("all is well", then, now, "ok"),
    ("a batch is missing", then, {month: now[month] for month in calendar if month != "2024-12"}, "2024-12 missing"),
    ("a batch is refused now and has another fingerprint", then, now | {"2025-01": refusal}, "2025-01 refused"),
    ("two batches have changed", then | {"2025-02": "old", "2024-11": "old"}, now, "2024-11 changed"),
    (
        "a newer batch is refused, an older one has changed",
        then | {"2024-12": "old"},
        now | {"2025-01": refusal},
        "2024-12 changed",
    ),
    (
        "a newer batch is missing, an older one refused",
        then,
        {month: now[month] for month in calendar[1:]} | {"2024-12": refusal},
        "2024-12 refused",
    ),
    (
        "a newer batch is missing, an older one has changed",
        then,
        {month: now[month] for month in calendar if month != "2025-01"} | {"2024-11": altered},
        "2024-11 changed",
    ),
    (
        "two batches have each other's fingerprint",
        then | {"2024-12": "f2025-01", "2025-01": "f2024-12"},
        now,
        "2024-12 changed",
    ),
]
for event, snapshot, batches, expected in cases:
    store = {
        "aliases": {"champion": "8", "challenger": "7"},
        "versions": {"9": "z", "8": "y", "7": "x"},
        "runs": {name: {"verdict": "registered", "snapshot": "s"} for name in "xyz"},
        "snapshots": {"s": snapshot},
        "batches": batches,
    }
    given = deepcopy(store)
    try:
        result = checks.plain(promote_version(given, "9"), "promote_version")
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        raise AssertionError(f"promote_version stops with an error ({type(error).__name__}) where {event}.") from None
    whole = type(result) is dict and sorted(result) == ["aliases", "lineage", "reason"]
    assert whole, "promote_version should return a dict with the keys reason, aliases and lineage."
    hint = "Go month by month, the oldest first, and ask the table's three questions in their order."
    checks.same(result["reason"], expected, f"The reason where {event}", hint)
    after = {"champion": "9", "previous": "8", "challenger": "7"} if expected == "ok" else store["aliases"]
    hint = "Previous is the old champion, and another challenger stays; after a refusal nothing has changed."
    checks.same(result["aliases"], after, f"The dict of aliases where {event}", hint)
    way_back = ["9", "z", "s", "2024-11", "2024-12", "2025-01", "2025-02"] if expected == "ok" else []
    hint = "Months come oldest first, and after a refusal the list is empty."
    checks.same(result["lineage"], way_back, f"The lineage where {event}", hint)
    checks.same(
        given, store, f"The store that was handed in, where {event},", "It should stay as it is; return a copy."
    )

# %% hidden:5.3-edges points=1
store = {
    "aliases": {"previous": "1", "challenger": "2"},
    "versions": {"1": None, "2": "a", "3": "gone", "4": "b", "5": "c", "6": "d", "7": "a"},
    "runs": {
        "a": {"verdict": "registered", "snapshot": "s"},
        "b": {"verdict": "refused by model gate", "snapshot": "none"},
        "c": {"verdict": "registered", "snapshot": "none"},
        "d": {"verdict": "registered", "snapshot": "t"},
    },
    "snapshots": {"s": {"2024-05": "q"}, "t": {"2024-06": "q"}},
    "batches": {"2024-05": {"verdict": "admitted", "fingerprint": "q"}},
}
at_first = store["aliases"]
edges = [
    ("a version that nobody knows", at_first, "0", "unknown version", at_first),
    ("a version without a run id, in a store without champion", at_first, "1", "no run", at_first),
    ("a version whose run is missing", at_first, "3", "no run", at_first),
    ("a version whose run was refused and has no snapshot", at_first, "4", "not registered", at_first),
    ("a version whose snapshot is missing", at_first, "5", "no snapshot", at_first),
    ("a version whose only batch is missing", at_first, "6", "2024-06 missing", at_first),
    ("a champion without a run", {"champion": "1"}, "1", "already champion", {"champion": "1"}),
    ("a first champion", at_first, "2", "ok", {"previous": "1", "champion": "2"}),
    ("a first champion that previous points to", {"previous": "2"}, "2", "ok", {"previous": "2", "champion": "2"}),
    ("a version in a store without aliases", {}, "2", "ok", {"champion": "2"}),
    (
        "a version where previous is taken",
        {"champion": "5", "previous": "4"},
        "2",
        "ok",
        {"champion": "2", "previous": "5"},
    ),
    ("the way back to previous", {"champion": "7", "previous": "2"}, "2", "ok", {"champion": "2", "previous": "7"}),
    (
        "a version that other aliases point to as well",
        {"champion": "7", "challenger": "2", "audit": "2", "shadow": "6"},
        "2",
        "ok",
        {"champion": "2", "previous": "7", "audit": "2", "shadow": "6"},
    ),
]
for event, before, version, due, after in edges:
    expected = deepcopy(store | {"aliases": before})
    given, after = deepcopy(expected), dict(after)
    try:
        result = checks.plain(promote_version(given, version), "promote_version")
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        raise AssertionError(f"promote_version stops with an error ({type(error).__name__}) on {event}.") from None
    whole = type(result) is dict and sorted(result) == ["aliases", "lineage", "reason"]
    assert whole, "promote_version should return a dict with the keys reason, aliases and lineage."
    checks.same(result["reason"], due, f"The reason for {event}", "It is the first line of the table that applies.")
    hint = "Champion, previous and challenger have a rule each; all other aliases stay, and after a refusal all."
    checks.same(result["aliases"], after, f"The dict of aliases after asking for {event}", hint)
    checks.same(given, expected, f"The store that was handed in for {event}", "It should stay as it is; return a copy.")

# %% [markdown]
# ## Exercise 5.4: who did what, and when? (4 points, 20 min)
#
# Bora's log server sorts events by their random names. What is left to tell the story: each event says which things
# it read and which it wrote.
#
# Write `tell_story(events)`. `events` is a list of dicts in any order: `"event"` (a name, unique), `"reads"` and
# `"writes"` (lists of things). A thing is a string `"kind:name"`, for example `"model:4"`; its kind is what stands
# before the first colon (a name may hold more of them), and upper and lower case are different. Each thing is written
# by at most one event; a thing that is read and that nobody writes was there before. There are no circles.
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
# The first line decides, also where another would seem natural: a service that reads a `model` itself is told as
# deployment here.
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
whole = type(story) is list and all(type(pair) is list and list(map(type, pair)) == [str, str] for pair in story)
assert whole, "tell_story should return a list of pairs [event, process], both of them strings."
checks.same(
    sorted(pair[0] for pair in story),
    ["e2", "e3", "e4", "e5", "e9"],
    "The set of events in the story",
    "Each event once.",
)
told = dict(map(tuple, story))
for name, line in example_story:
    checks.same(told[name], line, f"The process of {name}", "Take the first line of the table that fits.")
checks.same(
    [pair[0] for pair in story],
    [pair[0] for pair in example_story],
    "The order of the example",
    "Written before read; the smallest name among those that could come next.",
)

# %% hidden:5.4 points=1.5
rng = np.random.default_rng(54)
for length in (1, 3, 6):
    names = [f"e{number}" for number in rng.permutation(np.arange(100, 400))]
    happened = [
        ("ML development", ["data:old"], ["code:1"]),
        ("training operationalization", ["code:1"], ["pipeline:1", "report:0"]),
    ]
    for m in range(length):
        happened += [
            ("data and model management", [f"batch:{m}"], [f"verdict:{m}"]),
            ("prediction serving", [f"batch:{m}", f"alias:{m}"], [f"log:{m}"]),
            ("continuous monitoring", [f"log:{m}", "outcome:old"], [f"trigger:{m}"]),
            ("continuous training", [f"trigger:{m}", "pipeline:1", f"log:{m}", f"verdict:{m}"], [f"model:{m}"]),
            ("model deployment", [f"model:{m}"], [f"alias:{m + 1}"]),
        ]
    truth = {name: process for name, (process, _, _) in zip(names, happened, strict=False)}
    events = [{"event": n, "reads": r, "writes": w} for n, (_, r, w) in zip(names, happened, strict=False)]
    by_name = {event["event"]: event for event in events}
    shuffled = rng.permutation(len(events))
    try:
        story = checks.plain(tell_story([deepcopy(events[place]) for place in shuffled]), "tell_story")
    except (TypeError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise AssertionError(f"tell_story stops with an error ({type(error).__name__}) on a longer log.") from None
    whole = type(story) is list and all(type(pair) is list and list(map(type, pair)) == [str, str] for pair in story)
    assert whole, "tell_story should return a list of pairs [event, process], both of them strings."
    checks.same(
        sorted(pair[0] for pair in story), sorted(by_name), "The set of events in the story", "Each event once."
    )
    told = dict(map(tuple, story))
    for line in sorted(set(truth.values())):
        of_line = [name for name in truth if truth[name] == line]
        checks.same(
            [told[name] for name in of_line],
            [line] * len(of_line),
            "A process in a longer log",
            "Take the first line of the table that fits, from above.",
        )
    open_things = {thing for event in events for thing in event["writes"]}
    to_come = set(by_name)
    for name, _ in story:
        candidates = [other for other in to_come if not open_things & set(by_name[other]["reads"])]
        assert name in candidates, "In a longer log an event comes before something that it reads was written."
        checks.same(
            name, min(candidates), "The order among events that could come next", "The smallest name, as strings."
        )
        to_come.remove(name)
        open_things -= set(by_name[name]["writes"])

# %% hidden:5.4-edges points=1
PROCESSES = [
    ("reads code and a trigger and writes code", ["code:1", "trigger:1"], ["code:2"], "ML development"),
    ("reads code that nobody in the log has written", ["code:0"], ["report:1"], "training operationalization"),
    ("reads code and a trigger", ["trigger:1", "code:1"], ["model:9"], "training operationalization"),
    ("reads code and a model and writes a log", ["model:1", "code:1"], ["log:1"], "training operationalization"),
    ("reads a trigger and a model", ["trigger:1", "model:1"], ["report:code"], "continuous training"),
    ("reads a log and a model and writes nothing", ["log:3", "model:x"], [], "model deployment"),
    ("reads a model and writes a log", ["model:1"], ["log:2"], "model deployment"),
    ("reads a log and writes a log", ["alias:1", "log:0"], ["log:3"], "prediction serving"),
    ("reads logs only", ["log:2", "log:1"], [], "continuous monitoring"),
    ("reads a log whose name holds a colon", ["log:code:7"], [], "continuous monitoring"),
    ("reads and writes nothing", [], [], "data and model management"),
    (
        "has kinds of the table in names only, or at the start of longer kinds",
        ["logbook:1", "alias:log", "logs:1", "models:2"],
        ["codec:1", "alias:code:2", "trigger:9"],
        "data and model management",
    ),
    ("has kinds in upper case", ["Trigger:1", "MODEL:2"], ["Code:1"], "data and model management"),
]
for event, gets, gives, line in PROCESSES:
    hint = "The kind stands before the first colon, case counts, and the table is read from above."
    try:
        story = checks.plain(tell_story([{"event": "a", "reads": [*gets], "writes": [*gives]}]), "tell_story")
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        raise AssertionError(
            f"tell_story stops with an error ({type(error).__name__}) where an event {event}. {hint}"
        ) from None
    checks.same(story, [["a", line]], f"The process of an event that {event}", hint)
ORDERS = [
    ("The story of an empty log", {}, ""),
    ("The order of names with numbers", {"e9": ("", ""), "e10": ("", ""), "e1": ("", "")}, "e1 e10 e9"),
    ("The order of names in upper and lower case", {"b": ("", ""), "C": ("", ""), "a": ("", "")}, "C a b"),
    ("The order where a late event has a small name", {"a": ("x:1", ""), "c": ("", "x:1"), "b": ("", "")}, "b c a"),
    ("The order where only the case of a name differs", {"a": ("x:N", ""), "b": ("", "x:n")}, "a b"),
    ("The order where only the kind of a thing differs", {"a": ("y:1", ""), "b": ("", "x:1")}, "a b"),
]
for what, log, names in ORDERS:
    hint = "Written before read; among those that could come next the smallest name, compared as strings."
    events = [{"event": name, "reads": r.split(), "writes": w.split()} for name, (r, w) in log.items()]
    try:
        story = checks.plain(tell_story(events), "tell_story")
    except (TypeError, LookupError, ValueError, AttributeError) as error:
        raise AssertionError(f"tell_story stops with an error ({type(error).__name__}): {what}. {hint}") from None
    whole = type(story) is list and all(type(pair) is list and len(pair) == 2 for pair in story)
    assert whole, "tell_story should return a list of pairs [event, process], and an empty list of an empty log."
    checks.same([pair[0] for pair in story], names.split(), what, hint)

# %% [markdown]
# ## Exercise 5.5: explain one refusal (3 points, 15 min)
#
# All that is left of a month at another branch of Bora is this record of continuous training:
#
# | field | value |
# |---|---|
# | month | 2024-12 |
# | trigger | decay (z = 4.1 on the loans of 2024-06; a month before, 0.6 on those of 2024-05) |
# | pipeline | v3, labels: complete |
# | fitted_on | 2023-10 to 2024-04, without 2024-02 (batch refused on arrival: income, 21 % out of contract) |
# | held_out | 2024-05, 2024-06 |
# | loans | 5,310, of these 1,480 held out |
# | snapshot | 71c0a9e2 |
# | champion_loss, challenger_loss | 0.3121, 0.3118 |
# | standard error of the difference | 0.0009 |
# | verdict | refused by model gate: not better by 0.001 |
#
# In at most 250 words, from this record alone: why was there no new model that month, although the champion decays?
# Was the gate right? What does the batch of February have to do with it? In which month could a snapshot first be
# fitted on the loans of June 2024, if two months are always held out? Name one thing that the record does *not* show
# and that you would need to be sure.
#
# **Rubric** (3 points): *1* the chain trigger, snapshot, evaluation, verdict is told with the record's own values and
# the cause of the refusal named; *1* a judgement of the gate that uses the standard error and says what the refusal
# costs or does not cost; *1* what February has to do with it, the month, and a gap that the record really has
# (two of the three: half a point).

# %% [markdown] written:5.5 points=3
# In December 2024 monitoring found 4.1 standard deviations more defaults among the loans of June than the champion
# had promised, and called for training; a month before it had been 0.6. The pipeline took the newest complete months:
# it fitted on October 2023 to April 2024, without February, and judged on May and June. The challenger's log loss was
# 0.3118 against 0.3121. The gate wants 0.001 and refused.
#
# *Why no better?* Whatever came with June is not in the months that the challenger learned from; it is in one of the
# two on which both were judged. Both know the old world, so both do badly there. Decay says that the champion is
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
